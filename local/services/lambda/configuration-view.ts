import { isoTime } from "../../kernel/clock";
import type { FunctionVersion, LambdaFunction } from "./state";

/** Time as Lambda's API writes it. */
export function lambdaTime(ms: number): string {
  return isoTime(ms).replace("Z", "+0000");
}

/** A version of a function as GetFunctionConfiguration describes it. */
export function configurationView(
  fn: LambdaFunction,
  { version, config, revisionId, modifiedAtMs }: FunctionVersion,
) {
  const { logging } = config;
  return {
    FunctionName: config.name,
    FunctionArn: version === "$LATEST" ? fn.arn : `${fn.arn}:${version}`,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    CodeSize: config.codeSizeBytes,
    Description: config.description,
    Timeout: config.timeoutSeconds,
    MemorySize: config.memoryMb,
    LastModified: lambdaTime(modifiedAtMs),
    CodeSha256: config.codeSha256,
    Version: version,
    ...(Object.keys(config.environment).length === 0
      ? {}
      : { Environment: { Variables: config.environment } }),
    ...(config.deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: config.deadLetterArn } }),
    TracingConfig: { Mode: config.tracing },
    RevisionId: revisionId,
    ...(config.layers.length === 0
      ? {}
      : { Layers: config.layers.map(({ arn, codeSizeBytes }) => ({ Arn: arn, CodeSize: codeSizeBytes })) }),
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: config.architectures,
    EphemeralStorage: { Size: config.ephemeralStorageMb },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: {
      LogFormat: logging.format,
      LogGroup: logging.group,
      ...(logging.applicationLevel === undefined ? {} : { ApplicationLogLevel: logging.applicationLevel }),
      ...(logging.systemLevel === undefined ? {} : { SystemLogLevel: logging.systemLevel }),
    },
  };
}
