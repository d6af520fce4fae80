import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Lazy, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { addAlarm } from "../alarm";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import { assumeRolePolicy, type Grantee, identityPolicy, type PolicyStatement } from "../permissions";
import { DeadLetterQueue } from "../queue/dead-letter-queue";
import { EnvironmentVariables } from "./environment-variables";
import { HandlerPackage } from "./handler-package";

export interface PlatformFunctionProps {
  /** Service that the function belongs to, in kebab-case. */
  readonly service: string;
  /** What it is within the service, in kebab-case: `api`, `price-changes`. */
  readonly name: string;
  /** Path of the handler's source: `services/<service>/handlers/<handler>.ts`, which exports `handler`. */
  readonly handler: string;
  /** Environment variables besides ENVIRONMENT, SERVICE, POWERTOOLS_SERVICE_NAME and LOG_LEVEL. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Longest run of one invocation in seconds, 1 to 900.
   * @defaultValue 10
   */
  readonly timeoutSeconds?: number;
  /**
   * Memory in MB, 128 to 10 240; processor time grows with it.
   * @defaultValue the environment's `defaultMemoryMb`
   */
  readonly memoryMb?: number;
  /**
   * Instances that are kept for this function and that it cannot exceed; 0 switches it off. What works queues
   * needs at least 2, and the account keeps 100 for functions without a reservation.
   * @defaultValue no reservation: it shares the account's concurrency
   */
  readonly reservedConcurrency?: number;
  /**
   * Size of `/tmp` in MB, 512 to 10 240.
   * @defaultValue 512
   */
  readonly ephemeralStorageMb?: number;
  /**
   * ARNs of layer versions, at most 5.
   * @defaultValue none
   */
  readonly layers?: readonly string[];
}

/** Node runtime of every function; the bundles are built for it. */
const RUNTIME = "nodejs22.x";
/** As Lambda's API describes the ARN. */
const LAYER_VERSION_ARN = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/;
/** Attempts after the first one, when nobody waits for the answer of an invocation. */
const ASYNC_RETRIES = 2;
/** How long an asynchronous invocation is kept at most, in seconds: AWS's own maximum. */
const ASYNC_MAX_AGE_SECONDS = 21_600;

/** A Lambda function with its role, log group and alarms; permissions come from grants. */
export class PlatformFunction extends Construct implements Grantee {
  /** Physical name: `<environment>-<service>-<name>`. */
  readonly name: string;
  readonly arn: string;
  /** The address that API Gateway calls. */
  readonly invokeArn: string;
  readonly logGroupName: string;
  readonly timeoutSeconds: number;
  /** `undefined` without a reservation. */
  readonly reservedConcurrency: number | undefined;

  private readonly service: string;
  private readonly shortName: string;
  private readonly fn: LambdaFunction;
  private readonly statements: PolicyStatement[] = [];
  private readonly variables: EnvironmentVariables;

  /** @throws ModuleConfigError when a prop is out of its range or the handler does not exist. */
  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id);
    const context = EnvironmentContext.of(this);
    const { service, timeoutSeconds = 10, memoryMb = context.defaultMemoryMb, reservedConcurrency } = props;
    const { ephemeralStorageMb = 512, layers = [], environment = {} } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("function", service, props.name);
    check.integer(
      "timeoutSeconds",
      timeoutSeconds,
      1,
      900,
      "Longer work belongs into a queue or a state machine.",
    );
    check.integer("memoryMb", memoryMb, 128, 10_240);
    check.integer("reservedConcurrency", reservedConcurrency, 0, 1_000_000);
    check.integer("ephemeralStorageMb", ephemeralStorageMb, 512, 10_240);
    check.that(
      layers.length <= 5,
      `layers has ${layers.length} entries; AWS takes 5. Merge some, or bundle the code.`,
    );
    for (const layer of layers) {
      check.that(
        Token.isUnresolved(layer) || LAYER_VERSION_ARN.test(layer),
        `layers has "${layer}"; it must be the ARN of a version of a layer, such as ` +
          '"arn:aws:lambda:eu-central-1:111122223333:layer:fonts:3".',
      );
    }
    const identity = {
      ENVIRONMENT: context.environment,
      SERVICE: service,
      POWERTOOLS_SERVICE_NAME: service,
      LOG_LEVEL: context.logLevel,
      NODE_OPTIONS: "--enable-source-maps",
    };
    this.variables = new EnvironmentVariables(this.name, identity);
    this.variables.add(check, environment, "its prop environment");
    const code = HandlerPackage.find(check, props.handler);
    check.done();

    this.service = service;
    this.shortName = props.name;
    this.timeoutSeconds = timeoutSeconds;
    this.reservedConcurrency = reservedConcurrency;

    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: `/aws/lambda/${this.name}`,
      retentionInDays: context.logRetentionDays,
    });
    this.logGroupName = `/aws/lambda/${this.name}`;

    const role = new IamRole(this, "role", {
      name: this.name,
      assumeRolePolicy: assumeRolePolicy("lambda.amazonaws.com"),
      ...(context.permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: context.permissionsBoundary }),
    });
    this.addStatement({
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroup.arn}:*`],
    });
    if (context.tracing) {
      // X-Ray has no resources to name.
      this.addStatement({ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] });
    }
    const policy = new IamRolePolicy(this, "role-policy", {
      name: "permissions",
      role: role.name,
      // Grants arrive until synthesis.
      policy: Lazy.stringValue({ produce: () => identityPolicy(this.statements) }),
    });

    const zip = code.addTo(this);
    this.fn = new LambdaFunction(this, "function", {
      functionName: this.name,
      role: role.arn,
      runtime: RUNTIME,
      architectures: [context.architecture],
      handler: "index.handler",
      filename: zip.outputPath,
      sourceCodeHash: zip.outputBase64Sha256,
      timeout: timeoutSeconds,
      memorySize: memoryMb,
      ephemeralStorage: { size: ephemeralStorageMb },
      environment: { variables: this.variables.toRecord() },
      tracingConfig: { mode: context.tracing ? "Active" : "PassThrough" },
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      ...(layers.length === 0 ? {} : { layers: [...layers] }),
      // Without the policy the first calls are denied; without the log group Lambda makes one that keeps for ever.
      dependsOn: [policy, logGroup],
    });
    this.arn = this.fn.arn;
    this.invokeArn = this.fn.invokeArn;
    this.addAlarms();
  }

  /** Adds a permission to the function's role. */
  addStatement(statement: PolicyStatement): void {
    this.statements.push(statement);
  }

  /**
   * Sets one more environment variable; for modules that tell the function how they are set up. The same value may be
   * set again.
   *
   * @param by the construct that sets it
   * @throws ModuleConfigError when the name is taken or set to another value already, or the variables get too large.
   */
  addEnvironment(name: string, value: string, by: IConstruct): void {
    const check = new ConfigCheck(by);
    this.variables.add(check, { [name]: value }, by.node.path);
    check.done();
    this.fn.putEnvironment({ variables: this.variables.toRecord() });
  }

  /**
   * Lets an AWS service call this function on behalf of one resource.
   *
   * @param service such as `apigateway.amazonaws.com`
   * @param sourceArn the resource, as narrow as it goes
   * @param place scope and id of the permission; the default suits one caller per service
   * @throws ModuleConfigError when a second caller of the service has no place of its own
   */
  grantInvoke(
    service: string,
    sourceArn: string,
    place?: { readonly scope: Construct; readonly id: string },
  ): void {
    const { scope, id } = place ?? { scope: this, id: `invoke-from-${service.split(".")[0]}` };
    const check = new ConfigCheck(this);
    check.that(
      scope.node.tryFindChild(id) === undefined,
      `${scope.node.path}/${id} lets ${service} call ${this.name} already; a second caller needs a place of its own. ` +
        "Pass grantInvoke the scope and id of its permission.",
    );
    check.done();
    new LambdaPermission(scope, id, {
      functionName: this.fn.functionName,
      action: "lambda:InvokeFunction",
      principal: service,
      sourceArn,
    });
  }

  /**
   * Keeps what the function fails to work when it is called asynchronously: after 2 retries the event goes to a
   * queue of its own, `<name>-failures`. Modules that call the function this way ask for it; once is enough.
   */
  keepAsyncFailures(): void {
    if (this.node.tryFindChild("async-failures") !== undefined) return;

    const failures = new DeadLetterQueue(this, "async-failures", {
      service: this.service,
      name: `${this.shortName}-failures`,
    });
    failures.grantSend(this);
    new LambdaFunctionEventInvokeConfig(this, "async-invoke", {
      functionName: this.fn.functionName,
      maximumRetryAttempts: ASYNC_RETRIES,
      maximumEventAgeInSeconds: ASYNC_MAX_AGE_SECONDS,
      destinationConfig: { onFailure: { destination: failures.arn } },
    });
  }

  private addAlarms(): void {
    const metrics = {
      errors: "An invocation failed; its logs say why. Events from queues and streams are retried.",
      throttles:
        "Invocations were refused for want of concurrency; raise the reservation or slow the source.",
    };
    for (const [id, description] of Object.entries(metrics)) {
      addAlarm(this, `${id}-alarm`, {
        name: `${this.name}-${id}`,
        description,
        namespace: "AWS/Lambda",
        metric: id === "errors" ? "Errors" : "Throttles",
        dimensions: { FunctionName: this.name },
        statistic: "Sum",
      });
    }
  }
}
