import type { Kernel } from "../../../kernel/kernel";
import type { Session } from "../../../kernel/sessions";
import type { FunctionVersion } from "../state";

/** The environment variables of an execution environment: the function's own and those that Lambda sets. */
export function environmentVariables(
  kernel: Kernel,
  { config, version }: FunctionVersion,
  session: Session,
  logStream: string,
): Record<string, string> {
  const layers = config.layers.flatMap(({ directory }) => [
    `${directory}/nodejs/node_modules`,
    `${directory}/nodejs/node22/node_modules`,
  ]);
  const { logging } = config;
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: "/usr/local/bin:/usr/bin/:/bin",
    // A folder that does not exist: the developer's own AWS profile must not reach the function.
    HOME: "/home/sbx_user1051",
    ...(layers.length === 0 ? {} : { NODE_PATH: layers.join(":") }),
    // The Node that stands in for the function's runtime may be older than it, which is not the function's concern.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...config.environment,
    AWS_REGION: kernel.region,
    AWS_DEFAULT_REGION: kernel.region,
    AWS_ENDPOINT_URL: kernel.endpoint,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(logging.format === "JSON" ? { AWS_LAMBDA_LOG_FORMAT: "JSON" } : {}),
    ...(logging.applicationLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }),
    // Nobody listens there; segments that X-Ray's SDK sends are lost without an error.
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    LAMBDA_TASK_ROOT: config.codeDirectory,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    _HANDLER: config.handler,
  };
}
