import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HANDLER = 'export const handler = async () => ({ statusCode: 200, body: "ok" });\n';

const ACCOUNT = "000000000000";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const WRITE_LOGS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "${aws_cloudwatch_log_group.function.arn}:*",
    },
  ],
});

const TEMPLATE = {
  terraform: { backend: { local: { path: "bench.tfstate" } } },
  provider: { aws: [{ region: "eu-central-1", allowed_account_ids: [ACCOUNT] }] },
  data: {
    archive_file: { code: { type: "zip", source_dir: "code", output_path: "code.zip" } },
  },
  resource: {
    aws_iam_role: { role: { name: "bench-trivial", assume_role_policy: TRUST } },
    aws_cloudwatch_log_group: { function: { name: "/aws/lambda/bench-trivial", retention_in_days: 1 } },
    aws_iam_role_policy: {
      role: { name: "permissions", role: "${aws_iam_role.role.name}", policy: WRITE_LOGS },
    },
    aws_lambda_function: {
      trivial: {
        function_name: "bench-trivial",
        role: "${aws_iam_role.role.arn}",
        filename: "${data.archive_file.code.output_path}",
        source_code_hash: "${data.archive_file.code.output_base64sha256}",
        handler: "index.handler",
        runtime: "nodejs22.x",
        timeout: 10,
      },
    },
    aws_apigatewayv2_api: { api: { name: "bench-trivial", protocol_type: "HTTP" } },
    aws_apigatewayv2_integration: {
      function: {
        api_id: "${aws_apigatewayv2_api.api.id}",
        integration_type: "AWS_PROXY",
        integration_uri: "${aws_lambda_function.trivial.invoke_arn}",
        payload_format_version: "2.0",
      },
    },
    aws_apigatewayv2_route: {
      get: {
        api_id: "${aws_apigatewayv2_api.api.id}",
        route_key: "GET /trivial",
        target: "integrations/${aws_apigatewayv2_integration.function.id}",
      },
    },
    aws_apigatewayv2_stage: {
      default: { api_id: "${aws_apigatewayv2_api.api.id}", name: "$default", auto_deploy: true },
    },
    aws_lambda_permission: {
      api: {
        function_name: "${aws_lambda_function.trivial.function_name}",
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_apigatewayv2_api.api.execution_arn}/*/*",
      },
    },
    aws_sqs_queue: { queue: { name: "bench-queue" } },
  },
  output: { trivial_api_url: { value: "${aws_apigatewayv2_stage.default.invoke_url}" } },
};

/**
 * Writes the smallest stack that has an API, a function that may write its logs, and a queue: what is measured with
 * it is the local cloud, not the shop.
 * @returns the folder, as a synthesis would leave it
 */
export function writeTrivialStack(): string {
  const outdir = mkdtempSync(join(tmpdir(), "bench-stack-"));
  const stack = join(outdir, "stacks", "bench-trivial");
  mkdirSync(join(stack, "code"), { recursive: true });
  writeFileSync(join(stack, "code", "index.mjs"), HANDLER);
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(TEMPLATE));
  const entry = {
    name: "bench-trivial",
    workingDirectory: "stacks/bench-trivial",
    synthesizedStackPath: "stacks/bench-trivial/cdk.tf.json",
    dependencies: [],
  };
  writeFileSync(
    join(outdir, "manifest.json"),
    JSON.stringify({ version: "0.21.0", stacks: { "bench-trivial": entry } }),
  );
  return outdir;
}
