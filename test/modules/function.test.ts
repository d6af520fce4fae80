import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { DeadLetterQueue } from "../../modules/queue/dead-letter-queue";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const LAYER = "arn:aws:lambda:eu-central-1:111122223333:layer:fonts:3";

describe("PlatformFunction", () => {
  const stack = synth((scope) => sampleFunction(scope, { environment: { TABLE: "test-sample-thing" } }));
  const fn = stack.one("aws_lambda_function");

  test("has the environment's defaults", () => {
    expect(fn).toMatchObject({
      function_name: "test-sample-worker",
      runtime: "nodejs22.x",
      handler: "index.handler",
      architectures: ["arm64"],
      timeout: 10,
      memory_size: 256,
      ephemeral_storage: { size: 512 },
      tracing_config: { mode: "Active" },
    });
    expect(fn).not.toHaveProperty("reserved_concurrent_executions");
    expect(fn).not.toHaveProperty("layers");
  });

  test("knows who it is", () => {
    expect(fn["environment"].variables).toEqual({
      ENVIRONMENT: "test",
      SERVICE: "sample",
      POWERTOOLS_SERVICE_NAME: "sample",
      LOG_LEVEL: "INFO",
      NODE_OPTIONS: "--enable-source-maps",
      TABLE: "test-sample-thing",
    });
  });

  test("takes its code from the zip of its bundle", () => {
    const [zip] = stack.data("archive_file");

    expect(zip).toMatchObject({ type: "zip", output_file_mode: "0644" });
    expect(zip?.["source_dir"]).toMatch(/^assets\/worker_code_[0-9A-F]+\/[0-9a-f]{32}$/);
    expect(zip?.["output_path"]).toBe(`${zip?.["source_dir"]}.zip`);
    expect(fn["filename"]).toMatch(/^\$\{data\.archive_file\.worker_zip_[0-9A-F]+\.output_path\}$/);
    expect(fn["source_code_hash"]).toMatch(/^\$\{data\.archive_file\..*\.output_base64sha256\}$/);
  });

  test("waits for its permissions and for its log group with retention", () => {
    expect(stack.one("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/test-sample-worker",
      retention_in_days: 14,
    });
    expect(fn["depends_on"]).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
      expect.stringMatching(/^aws_cloudwatch_log_group\./),
    ]);
  });

  test("may write to its own log group and send traces, and nothing else", () => {
    const role = stack.one("aws_iam_role", { name: "test-sample-worker" });
    const policy = stack.one("aws_iam_role_policy");

    expect(JSON.parse(role["assume_role_policy"]).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    expect(JSON.parse(policy["policy"])).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: expect.stringMatching(
            /^\$\{aws_cloudwatch_log_group\.worker_log-group_[0-9A-F]+\.arn\}:\*$/,
          ),
        },
        { Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
      ],
    });
  });

  test("raises alarms for errors and throttles", () => {
    const alarms = stack.all("aws_cloudwatch_metric_alarm");

    expect(
      alarms.map(({ alarm_name, metric_name, dimensions }) => [alarm_name, metric_name, dimensions]),
    ).toEqual([
      ["test-sample-worker-errors", "Errors", { FunctionName: "test-sample-worker" }],
      ["test-sample-worker-throttles", "Throttles", { FunctionName: "test-sample-worker" }],
    ]);
  });

  test("takes memory, timeout, storage, concurrency and layers of its own", () => {
    const own = synth((scope) =>
      sampleFunction(scope, {
        memoryMb: 1024,
        timeoutSeconds: 60,
        ephemeralStorageMb: 2048,
        reservedConcurrency: 0,
        layers: [LAYER],
      }),
    );

    expect(own.one("aws_lambda_function")).toMatchObject({
      memory_size: 1024,
      timeout: 60,
      ephemeral_storage: { size: 2048 },
      reserved_concurrent_executions: 0,
      layers: [LAYER],
    });
  });

  test("without tracing has neither the mode nor the permission", () => {
    const untraced = synth((scope) => sampleFunction(scope), { tracing: false });

    expect(untraced.one("aws_lambda_function")["tracing_config"]).toEqual({ mode: "PassThrough" });
    expect(untraced.one("aws_iam_role_policy")["policy"]).not.toContain("xray");
  });

  test("lets a service call it for one resource", () => {
    const called = synth((scope) => sampleFunction(scope).grantInvoke("events.amazonaws.com", "arn:rule"));

    expect(called.one("aws_lambda_permission")).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: expect.stringMatching(
        /^\$\{aws_lambda_function\.worker_function_[0-9A-F]+\.function_name\}$/,
      ),
      principal: "events.amazonaws.com",
      source_arn: "arn:rule",
    });
  });

  test("wants a place for a second caller of one service", () => {
    const twice = (place: boolean) => (scope: Construct) => {
      const worker = sampleFunction(scope);
      worker.grantInvoke("events.amazonaws.com", "arn:rule");
      worker.grantInvoke("events.amazonaws.com", "arn:other", place ? { scope, id: "other" } : undefined);
    };

    expect(refusal(twice(true))).toEqual([]);
    expect(refusal(twice(false))).toEqual([
      "stack/worker/invoke-from-events lets events.amazonaws.com call test-sample-worker already; a second caller needs a " +
        "place of its own. Pass grantInvoke the scope and id of its permission.",
    ]);
  });

  test("takes permissions and variables after it was built", () => {
    const later = synth((scope) => {
      const worker = sampleFunction(scope);
      new DeadLetterQueue(scope, "lost", { service: "sample", name: "lost-dlq" }).grantSend(worker);
      worker.addEnvironment("QUEUE", "lost", scope);
      worker.addEnvironment("QUEUE", "lost", scope);
    });

    expect(later.granted("test-sample-worker").map(({ Action }) => Action)).toEqual(["sqs:SendMessage"]);
    expect(later.one("aws_lambda_function")["environment"].variables.QUEUE).toBe("lost");
  });

  test.each([
    ["BB", "y", ""],
    [
      "AA",
      "other",
      'stack/teller sets AA of test-sample-worker to "other", but its prop environment has set it to "x"',
    ],
    ["LOG_LEVEL", "DEBUG", "environment sets LOG_LEVEL, which belongs to Lambda or to this module."],
    ["B-1", "y", 'environment has the variable "B-1"'],
    ["BB", "y".repeat(4096), "bytes of variables; Lambda takes 4096."],
  ])("is told %s later, or refuses it", (name, value, text) => {
    const said = refusal((scope) => {
      const worker = sampleFunction(scope, { environment: { AA: "x" } });
      worker.addEnvironment(name, value, new Construct(scope, "teller"));
    });

    expect(said).toEqual(text === "" ? [] : [expect.stringContaining(text)]);
  });

  test("keeps what fails asynchronously in a queue, once", () => {
    const kept = synth((scope) => {
      const worker = sampleFunction(scope);
      worker.keepAsyncFailures();
      worker.keepAsyncFailures();
    });

    expect(kept.one("aws_sqs_queue")["name"]).toBe("test-sample-worker-failures");
    expect(kept.one("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 21_600,
      destination_config: { on_failure: { destination: expect.stringMatching(/^\$\{aws_sqs_queue\./) } },
    });
    expect(kept.granted("test-sample-worker")).toEqual([
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: expect.stringMatching(/^\$\{aws_sqs_queue\./) },
    ]);
  });

  test.each([
    [
      { timeoutSeconds: 1 },
      { timeoutSeconds: 0 },
      "timeoutSeconds is 0; it must be a whole number from 1 to 900.",
    ],
    [
      { timeoutSeconds: 900 },
      { timeoutSeconds: 901 },
      "Longer work belongs into a queue or a state machine.",
    ],
    [{ memoryMb: 128 }, { memoryMb: 127 }, "memoryMb is 127; it must be a whole number from 128 to 10240."],
    [{ memoryMb: 10_240 }, { memoryMb: 10_241 }, "memoryMb is 10241"],
    [{ ephemeralStorageMb: 512 }, { ephemeralStorageMb: 511 }, "ephemeralStorageMb is 511"],
    [{ ephemeralStorageMb: 10_240 }, { ephemeralStorageMb: 10_241 }, "ephemeralStorageMb is 10241"],
    [{ reservedConcurrency: 0 }, { reservedConcurrency: -1 }, "reservedConcurrency is -1"],
    [
      { layers: Array(5).fill(LAYER) },
      { layers: Array(6).fill(LAYER) },
      "layers has 6 entries; AWS takes 5.",
    ],
    [
      { layers: [Fn.lookup({}, "layer", LAYER)] },
      { layers: [LAYER.replace(":3", "")] },
      `layers has "arn:aws:lambda:eu-central-1:111122223333:layer:fonts"; it must be the ARN of a version of a layer, such as`,
    ],
    [{ name: "a".repeat(52) }, { name: "a".repeat(53) }, "has 65 characters; AWS takes 64."],
    [
      { name: "price-changes" },
      { name: "priceChanges" },
      'thing part of the function name is "priceChanges"',
    ],
    [{ environment: { A_1: "x" } }, { environment: { "A-1": "x" } }, 'environment has the variable "A-1"'],
    [{ environment: { AB: "x" } }, { environment: { A: "x" } }, 'environment has the variable "A"'],
    [
      { environment: { REGION: "x" } },
      { environment: { AWS_REGION: "x" } },
      "environment sets AWS_REGION, which belongs to",
    ],
    [{ environment: { LEVEL: "x" } }, { environment: { LOG_LEVEL: "x" } }, "environment sets LOG_LEVEL"],
    [
      { environment: { AA: "" } },
      { environment: { AA: undefined as unknown as string } },
      "environment sets AA to undefined; a variable is text. Leave it out, or give it a value.",
    ],
    [
      { handler: "services/sample/handlers/api.ts" },
      { handler: "services/sample/handlers/missing.ts" },
      'handler "services/sample/handlers/missing.ts" is not a file of services/<service>/handlers/.',
    ],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => sampleFunction(scope, good))).toEqual([]);
    expect(refusal((scope) => sampleFunction(scope, bad))).toEqual([expect.stringContaining(text)]);
  });

  test("takes 4096 bytes of variables, its own included, and not one more", () => {
    const own = stack.one("aws_lambda_function")["environment"].variables;
    const { TABLE: _, ...identity } = own;
    const room = 4096 - Object.entries<string>(identity).join("").replaceAll(",", "").length - "AA".length;

    expect(refusal((scope) => sampleFunction(scope, { environment: { AA: "x".repeat(room) } }))).toEqual([]);
    expect(refusal((scope) => sampleFunction(scope, { environment: { AA: "x".repeat(room + 1) } }))).toEqual([
      "environment makes 4097 bytes of variables; Lambda takes 4096. Put larger settings into a parameter or the bundle.",
    ]);
  });

  test("refuses a number that only Terraform knows", () => {
    const timeoutSeconds = Token.asNumber(Fn.max([10, 20]));

    expect(refusal((scope) => sampleFunction(scope, { timeoutSeconds }))).toEqual([
      "timeoutSeconds is a Terraform reference; it must be a number that is known at synthesis, because its range " +
        "is checked there. Take it from the environment's values.",
    ]);
  });
});
