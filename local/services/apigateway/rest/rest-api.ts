import { AwsError } from "../../../kernel/errors";
import type { PolicyDocument } from "../../../kernel/policy";
import {
  type AuthorizerDefinition,
  type GatewayResponseDefinition,
  type IntegrationDefinition,
  type IntegrationResponseDefinition,
  type MethodDefinition,
  type MethodParts,
  type MethodResponseDefinition,
  type ModelDefinition,
  methodKey,
  type ResourceDefinition,
  type RestApiSettings,
  type RestDefinition,
  resourcePath,
  type ValidatorDefinition,
} from "./definition";
import type { RestStage } from "./rest-stage";

/** A frozen state of an API, and when it was taken. */
export interface Deployment {
  readonly id: string;
  readonly createdAtMs: number;
  readonly definition: RestDefinition;
}

/** A method as it grows, part by part. */
interface GrowingMethod {
  method?: MethodDefinition;
  integration?: IntegrationDefinition;
  readonly responses: Map<string, MethodResponseDefinition>;
  readonly integrationResponses: Map<string, IntegrationResponseDefinition>;
}

/** A REST API as it is defined now; stages serve deployments of it, which do not change with it. */
export class RestApi {
  readonly resources = new Map<string, ResourceDefinition>();
  readonly authorizers = new Map<string, AuthorizerDefinition>();
  readonly models = new Map<string, ModelDefinition>();
  readonly validators = new Map<string, ValidatorDefinition>();
  readonly gatewayResponses = new Map<string, GatewayResponseDefinition>();
  readonly deployments = new Map<string, Deployment>();
  readonly stages = new Map<string, RestStage>();
  policy: PolicyDocument | undefined;
  private readonly methods = new Map<string, GrowingMethod>();

  constructor(
    readonly id: string,
    readonly rootResourceId: string,
    readonly createdAtMs: number,
    public settings: RestApiSettings,
  ) {
    this.resources.set(rootResourceId, { id: rootResourceId, pathPart: "" });
  }

  /** The parts of a method, so far; made when first asked for. */
  method(resourceId: string, httpMethod: string): GrowingMethod {
    const key = methodKey(resourceId, httpMethod);
    const known = this.methods.get(key) ?? { responses: new Map(), integrationResponses: new Map() };
    this.methods.set(key, known);
    return known;
  }

  removeMethod(resourceId: string, httpMethod: string): void {
    this.methods.delete(methodKey(resourceId, httpMethod));
  }

  /** @throws AwsError NotFoundException */
  resource(id: string): ResourceDefinition {
    const resource = this.resources.get(id);
    if (resource === undefined) {
      throw new AwsError("NotFoundException", `Invalid Resource identifier specified: ${id}`, 404);
    }
    return resource;
  }

  /** @throws AwsError NotFoundException */
  deployment(id: string): Deployment {
    const deployment = this.deployments.get(id);
    if (deployment === undefined) {
      throw new AwsError("NotFoundException", `Invalid Deployment identifier specified: ${id}`, 404);
    }
    return deployment;
  }

  /** @throws AwsError NotFoundException */
  stage(name: string): RestStage {
    const stage = this.stages.get(name);
    if (stage === undefined) {
      throw new AwsError("NotFoundException", `Invalid stage identifier specified: ${name}`, 404);
    }
    return stage;
  }

  /**
   * Freezes what is defined now.
   * @throws AwsError BadRequestException as AWS refuses to deploy
   */
  deploy(id: string, nowMs: number): Deployment {
    const methods = new Map<string, MethodParts>();
    for (const [key, parts] of this.methods) {
      const frozen = this.freeze(parts);
      if (frozen !== undefined) methods.set(key, frozen);
    }
    if (methods.size === 0) {
      throw new AwsError("BadRequestException", "The REST API doesn't contain any methods");
    }
    const definition: RestDefinition = {
      settings: this.settings,
      resources: new Map(this.resources),
      methods,
      authorizers: new Map(this.authorizers),
      models: new Map(this.models),
      validators: new Map(this.validators),
      gatewayResponses: new Map(this.gatewayResponses),
    };
    const deployment = { id, createdAtMs: nowMs, definition };
    this.deployments.set(id, deployment);
    return deployment;
  }

  private freeze({
    method,
    integration,
    responses,
    integrationResponses,
  }: GrowingMethod): MethodParts | undefined {
    if (method === undefined) return undefined;
    if (integration === undefined) {
      const path = resourcePath(this.resources, method.resourceId);
      throw new AwsError(
        "BadRequestException",
        `No integration defined for method: ${method.httpMethod} ${path} of ${this.settings.name} has none when ` +
          "it is deployed; let the deployment depend on the integration",
      );
    }
    return {
      method,
      integration,
      responses: Object.fromEntries(responses),
      integrationResponses: Object.fromEntries(integrationResponses),
    };
  }
}
