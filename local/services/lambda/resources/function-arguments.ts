import * as z from "zod";
import { block, bool, number, text } from "../../../terraform/arguments";

/** The arguments of aws_lambda_function that are modelled: code from an archive, run by Node.js. */
export const functionArguments = z.strictObject({
  function_name: z.string(),
  role: z.string(),
  filename: z.string(),
  handler: z.string(),
  runtime: z
    .string()
    .regex(/^nodejs\d+\.x$/, "the local cloud runs Node.js runtimes only, such as nodejs22.x"),
  source_code_hash: z.string().optional(),
  package_type: z.literal("Zip").optional(),
  description: z.string().optional(),
  architectures: z.array(z.enum(["x86_64", "arm64"])).optional(),
  memory_size: number.pipe(z.number().min(128).max(10_240)).optional(),
  timeout: number.pipe(z.number().min(1).max(900)).optional(),
  publish: bool.optional(),
  reserved_concurrent_executions: number.optional(),
  layers: z.array(z.string()).max(5).optional(),
  environment: block(z.strictObject({ variables: z.record(z.string(), text).optional() })).optional(),
  ephemeral_storage: block(z.strictObject({ size: number.optional() })).optional(),
  tracing_config: block(z.strictObject({ mode: z.enum(["Active", "PassThrough"]) })).optional(),
  dead_letter_config: block(z.strictObject({ target_arn: z.string() })).optional(),
  logging_config: block(
    z.strictObject({
      log_format: z.enum(["Text", "JSON"]),
      log_group: z.string().optional(),
      application_log_level: z.string().optional(),
      system_log_level: z.string().optional(),
    }),
  ).optional(),
  snap_start: block(z.strictObject({ apply_on: z.literal("None") })).optional(),
  kms_key_arn: z.string().optional(),
  code_signing_config_arn: z.string().optional(),
  skip_destroy: bool.optional(),
  timeouts: z.unknown().optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

export type FunctionArguments = z.infer<typeof functionArguments>;

/** Why some arguments change nothing locally. */
export const inertFunctionArguments = {
  architectures: "the code runs on the machine's own processor",
  ephemeral_storage: "the machine's own /tmp has no such limit",
  kms_key_arn: "environment variables are not encrypted",
  code_signing_config_arn: "signatures are not checked",
  skip_destroy: "functions end with the cloud",
  timeouts: "nothing takes long enough",
};
