import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { PolicyDocument } from "../../../kernel/policy";
import type { HttpResponse } from "../../../kernel/service";
import type { Exchange } from "../public/exchange";
import { lambdaArn } from "../public/lambda-target";
import { namedParameters, parameterNames, SegmentTrie } from "../public/segment-trie";
import { recordHop } from "../public/trace-hop";
import { type Gate, methodGate } from "./admission";
import { Models } from "./body-validation";
import { CognitoAuthorizer } from "./cognito-authorizer";
import { type MethodDefinition, type MethodParts, type RestDefinition, resourcePath } from "./definition";
import { GatewayResponses } from "./gateway-responses";
import { LambdaProxy } from "./lambda-proxy";
import { BinaryMediaTypes } from "./media-types";
import { MockIntegration } from "./mock-integration";
import { parameterValidator } from "./parameter-validation";
import { type Refusal, refuse } from "./refusal";

/** The most that API Gateway takes in one request. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** What a deployment needs to know of the API and the stage that serve it. */
export interface ServingContext {
  readonly kernel: Kernel;
  readonly apiId: string;
  readonly deploymentId: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly policy: () => PolicyDocument | undefined;
  /** Counts a request against usage plans and throttling. */
  readonly meter: (exchange: Exchange, method: MethodDefinition) => Refusal | undefined;
}

interface ServedResource {
  readonly id: string;
  readonly path: string;
  readonly parameterNames: readonly string[];
  readonly methods: ReadonlyMap<string, ServedMethod>;
}

interface ServedMethod {
  readonly definition: MethodDefinition;
  readonly gate: Gate;
  readonly checks: readonly ((exchange: Exchange) => Refusal | undefined)[];
  readonly integration: {
    answer(exchange: Exchange): Promise<HttpResponse | Refusal> | HttpResponse | Refusal;
  };
}

/** A deployment, compiled for one stage. */
export class ServedDeployment {
  private readonly routes = new SegmentTrie<ServedResource>();
  private readonly gatewayResponses: GatewayResponses;

  /** @throws AwsError BadRequestException for what does not fit together, such as an unknown validator */
  constructor(
    private readonly context: ServingContext,
    private readonly definition: RestDefinition,
  ) {
    this.gatewayResponses = new GatewayResponses(definition.gatewayResponses, context.stageVariables);
    const compiler = new MethodCompiler(context, definition);
    for (const { id } of definition.resources.values()) {
      const path = resourcePath(definition.resources, id);
      const methods = new Map<string, ServedMethod>();
      for (const parts of definition.methods.values()) {
        if (parts.method.resourceId !== id) continue;
        methods.set(parts.method.httpMethod, compiler.compile(parts, path));
      }
      if (methods.size > 0)
        this.routes.add(path, { id, path, parameterNames: parameterNames(path), methods });
    }
  }

  async serve(exchange: Exchange): Promise<HttpResponse> {
    exchange.deploymentId = this.context.deploymentId;
    const outcome = await this.outcome(exchange);
    return "headers" in outcome ? outcome : this.refuse(exchange, outcome);
  }

  /** A refusal in the words of the API's gateway responses. */
  refuse(exchange: Exchange, refusal: Refusal): HttpResponse {
    return this.gatewayResponses.answer(exchange, refusal);
  }

  private async outcome(exchange: Exchange): Promise<HttpResponse | Refusal> {
    const found = this.find(exchange);
    const admitted = "gate" in found ? ((await this.admit(exchange, found)) ?? found) : found;
    if ("gate" in admitted) {
      recordHop(this.context.kernel, exchange, "ok");
      return admitted.integration.answer(exchange);
    }
    const denied = admitted.status === 401 || admitted.status === 403;
    recordHop(this.context.kernel, exchange, denied ? "denied" : "error", admitted.message);
    return admitted;
  }

  private find(exchange: Exchange): ServedMethod | Refusal {
    const { path } = exchange;
    if (this.definition.settings.endpointDisabled) return refuse("DEFAULT_4XX", "Forbidden", { status: 403 });
    const match = this.routes.match(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
    if (match === undefined) return unknownRoute();
    const { id, path: template, parameterNames, methods } = match.value;
    exchange.resourceId = id;
    exchange.resourcePath = template;
    exchange.parameters = namedParameters(parameterNames, match.captures);
    return methods.get(exchange.method) ?? methods.get("ANY") ?? unknownRoute();
  }

  private async admit(exchange: Exchange, method: ServedMethod): Promise<Refusal | undefined> {
    if (exchange.request.body.length > LARGEST_BODY_BYTES) {
      return refuse("REQUEST_TOO_LARGE", "Request Too Long");
    }
    const admission = await method.gate(exchange);
    if (admission !== undefined && "type" in admission) return admission;
    exchange.admission = admission;
    const metered = this.context.meter(exchange, method.definition);
    if (metered !== undefined) return metered;
    for (const check of method.checks) {
      const refusal = check(exchange);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
}

function unknownRoute(): Refusal {
  return refuse("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
}

/** Compiles methods; authorizers and models are shared among them. */
class MethodCompiler {
  private readonly authorizers: ReadonlyMap<string, CognitoAuthorizer>;
  private readonly models: Models;
  private readonly binary: BinaryMediaTypes;

  constructor(
    private readonly context: ServingContext,
    private readonly definition: RestDefinition,
  ) {
    this.authorizers = new Map(
      [...definition.authorizers].map(([id, one]) => [id, new CognitoAuthorizer(context.kernel, one)]),
    );
    this.models = new Models(context.apiId, definition.models);
    this.binary = new BinaryMediaTypes(definition.settings.binaryMediaTypes);
  }

  compile(parts: MethodParts, path: string): ServedMethod {
    const { kernel, policy } = this.context;
    const { method } = parts;
    return {
      definition: method,
      gate: methodGate(kernel, method, this.authorizers, policy),
      checks: this.checks(method),
      integration: this.integration(parts, path),
    };
  }

  private checks(method: MethodDefinition): ServedMethod["checks"] {
    if (method.validatorId === undefined) return [];
    const validator = this.definition.validators.get(method.validatorId);
    if (validator === undefined) {
      throw new AwsError("BadRequestException", "Invalid Request Validator identifier specified");
    }
    return [
      ...(validator.parameters ? [parameterValidator(method.requestParameters)] : []),
      ...(validator.body ? [this.models.validator(method.requestModels)] : []),
    ];
  }

  private integration(parts: MethodParts, path: string): ServedMethod["integration"] {
    const { kernel, stageVariables, deploymentId } = this.context;
    const { method, integration } = parts;
    if (integration.type === "MOCK") return new MockIntegration(parts, stageVariables);
    const target = {
      functionArn: lambdaArn(integration.uri ?? "", stageVariables),
      credentialsArn: integration.credentialsArn,
      timeoutMs: integration.timeoutMs,
    };
    const frame = {
      resourceId: method.resourceId,
      resourcePath: path,
      operationName: method.operationName,
      deploymentId,
      stageVariables: Object.keys(stageVariables).length === 0 ? null : stageVariables,
    };
    return new LambdaProxy(kernel, target, frame, this.binary);
  }
}
