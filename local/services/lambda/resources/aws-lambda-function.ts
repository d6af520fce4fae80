import { AccessDeniedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Attributes, ResourceContext, ResourceType } from "../../../kernel/service";
import type { Code, CodeStore } from "../code";
import { lambdaTime } from "../configuration-view";
import { invalidParameter } from "../errors";
import type { Concurrency } from "../execution/concurrency";
import type { Invoker } from "../execution/invoker";
import { invokeArn } from "../invoke-arn";
import type { FunctionConfig, LambdaFunction, LambdaState, Layer } from "../state";
import { checkRuntime } from "./check-runtime";
import { checkVariables } from "./check-variables";
import { type FunctionArguments, functionArguments, inertFunctionArguments } from "./function-arguments";

/** What aws_lambda_function needs of the service. */
export interface FunctionParts {
  readonly state: LambdaState;
  readonly code: CodeStore;
  readonly concurrency: Concurrency;
  readonly invoker: Invoker;
}

/** aws_lambda_function: a change of code or configuration replaces the execution environments. */
export function functionResource(kernel: Kernel, parts: FunctionParts): ResourceType<FunctionArguments> {
  const { state, code, concurrency, invoker } = parts;
  return {
    type: "aws_lambda_function",
    arguments: functionArguments,
    inert: inertFunctionArguments,
    replacedBy: ["function_name", "package_type"],
    apply: (args, context) => {
      const found = code.find(args.filename, context.stackDirectory, context.address);
      const config = configOf(kernel, state, args, found, context);
      const existing = state.functions.get(config.name);
      if (existing !== undefined && context.prior === undefined) {
        throw invalidParameter(`Function already exist: ${config.name}`);
      }
      checkRole(kernel, config);
      const fn = existing ?? newFunction(kernel, config);
      state.functions.set(fn.name, fn);
      if (
        existing !== undefined &&
        (args.source_code_hash === undefined || changed(existing.latest.config, config))
      ) {
        fn.latest = {
          version: "$LATEST",
          config,
          revisionId: kernel.ids.uuid(),
          modifiedAtMs: kernel.clock.now(),
        };
      }
      const reserved = args.reserved_concurrent_executions ?? -1;
      concurrency.reserve(fn, reserved < 0 ? undefined : reserved);
      fn.tags = { ...args.tags_all, ...args.tags };
      if (args.publish === true) state.publish(fn);
      invoker.prune();
      return attributesOf(kernel, fn, args);
    },
    remove: (args) => {
      const fn = state.functions.get(args.function_name);
      if (fn === undefined) return;
      concurrency.reserve(fn, undefined);
      state.functions.delete(fn.name);
      invoker.prune();
    },
  };
}

function configOf(
  kernel: Kernel,
  state: LambdaState,
  args: FunctionArguments,
  code: Code,
  { address }: ResourceContext,
): FunctionConfig {
  const name = args.function_name;
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name)) {
    throw invalidParameter(
      `${address}: function_name is "${name}"; Lambda takes 1 to 64 letters, digits, hyphens and underscores.`,
    );
  }
  checkRuntime(args.runtime);
  const environment = args.environment?.variables ?? {};
  checkVariables(environment);
  const { logging_config: logging } = args;
  const json = logging?.log_format === "JSON";
  return {
    name,
    arn: kernel.arn("lambda", `function:${name}`),
    roleArn: args.role,
    handler: args.handler,
    runtime: args.runtime,
    description: args.description ?? "",
    memoryMb: args.memory_size ?? 128,
    timeoutSeconds: args.timeout ?? 3,
    ephemeralStorageMb: args.ephemeral_storage?.size ?? 512,
    architectures: args.architectures ?? ["x86_64"],
    environment,
    tracing: args.tracing_config?.mode ?? "PassThrough",
    layers: (args.layers ?? []).map((arn) => layerOf(state, arn, address)),
    deadLetterArn: args.dead_letter_config?.target_arn,
    logging: {
      format: logging?.log_format ?? "Text",
      group: logging?.log_group ?? `/aws/lambda/${name}`,
      applicationLevel: json ? (logging.application_log_level ?? "INFO") : undefined,
      systemLevel: json ? (logging.system_log_level ?? "INFO") : undefined,
    },
    codeDirectory: code.directory,
    codeSha256: args.source_code_hash ?? code.sha256 ?? "",
    codeSizeBytes: code.sizeBytes,
  };
}

/** Lambda takes the role on when it runs the function, and makes sure of it before. */
function checkRole(kernel: Kernel, { arn, roleArn }: FunctionConfig): void {
  const { accountId: sourceAccount } = kernel;
  const lambda = { type: "service", name: "lambda.amazonaws.com", sourceArn: arn, sourceAccount } as const;
  try {
    kernel.calls.authorize(lambda, [{ action: "sts:AssumeRole", resource: roleArn }]);
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  }
}

function layerOf(state: LambdaState, arn: string, address: string): Layer {
  const layer = state.layers.get(arn);
  if (layer === undefined) {
    throw invalidParameter(
      `${address}: there is no layer ${arn} in the local cloud; declare it as an aws_lambda_layer_version.`,
    );
  }
  return layer;
}

function newFunction(kernel: Kernel, config: FunctionConfig): LambdaFunction {
  const { name, arn } = config;
  return {
    name,
    arn,
    latest: { version: "$LATEST", config, revisionId: kernel.ids.uuid(), modifiedAtMs: kernel.clock.now() },
    published: new Map(),
    lastVersion: 0,
    aliases: new Map(),
    permissions: [],
    invokeConfigs: new Map(),
    provisionedConcurrency: new Map(),
    reservedConcurrency: undefined,
    tags: {},
  };
}

function changed(before: FunctionConfig, after: FunctionConfig): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function attributesOf(kernel: Kernel, fn: LambdaFunction, args: FunctionArguments): Attributes {
  const { config, modifiedAtMs } = fn.latest;
  const version = args.publish === true ? String(fn.lastVersion) : "$LATEST";
  return {
    ...args,
    id: fn.name,
    arn: fn.arn,
    version,
    qualified_arn: `${fn.arn}:${version}`,
    invoke_arn: invokeArn(kernel, fn.arn),
    qualified_invoke_arn: invokeArn(kernel, `${fn.arn}:${version}`),
    last_modified: lambdaTime(modifiedAtMs),
    code_sha256: config.codeSha256,
    source_code_hash: config.codeSha256,
    source_code_size: config.codeSizeBytes,
    memory_size: config.memoryMb,
    timeout: config.timeoutSeconds,
    architectures: config.architectures,
    description: config.description,
    package_type: "Zip",
    publish: args.publish ?? false,
    reserved_concurrent_executions: fn.reservedConcurrency ?? -1,
    logging_config: [
      {
        log_format: config.logging.format,
        log_group: config.logging.group,
        application_log_level: config.logging.applicationLevel ?? "",
        system_log_level: config.logging.systemLevel ?? "",
      },
    ],
    tracing_config: [{ mode: config.tracing }],
    ephemeral_storage: [{ size: config.ephemeralStorageMb }],
    signing_job_arn: "",
    signing_profile_version_arn: "",
    tags: args.tags ?? {},
    tags_all: fn.tags,
  };
}
