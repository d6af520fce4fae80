import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

const ARN = "arn:aws:lambda:eu-central-1:000000000000:function:greeting";
const invokeArn = (arn: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const ANSWER = (answer: unknown) => `export const handler = async () => ${JSON.stringify(answer)};`;

const resource = (type: string) => {
  const found = cloud.services.flatMap((service) => service.resources ?? []).find((one) => one.type === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
};

describe("aws_lambda_function", () => {
  test("exposes what expressions refer to", async () => {
    const attributes = await cloud.deploy("greeting", ANSWER(1), { source_code_hash: "abc=" });

    expect(attributes).toMatchObject({
      id: "greeting",
      arn: ARN,
      version: "$LATEST",
      qualified_arn: `${ARN}:$LATEST`,
      invoke_arn: invokeArn(ARN),
      qualified_invoke_arn: invokeArn(`${ARN}:$LATEST`),
      code_sha256: "abc=",
      memory_size: 128,
      timeout: 3,
      last_modified: "2026-01-01T00:00:00.000+0000",
      reserved_concurrent_executions: -1,
    });
  });

  test("shows in GetFunctionConfiguration as AWS writes it", async () => {
    await cloud.deploy("greeting", ANSWER(1), {
      timeout: 20,
      memory_size: 512,
      description: "greets",
      architectures: ["arm64"],
      environment: { variables: { LEVEL: "1" } },
      tracing_config: { mode: "Active" },
      ephemeral_storage: { size: 1024 },
      dead_letter_config: { target_arn: "arn:aws:sqs:eu-central-1:000000000000:dead" },
      tags: { service: "toolbox" },
    });

    const configuration = await cloud.call("lambda", "GetFunctionConfiguration", { FunctionName: ARN });

    expect(configuration).toMatchObject({
      FunctionName: "greeting",
      FunctionArn: ARN,
      Runtime: "nodejs22.x",
      Role: "arn:aws:iam::000000000000:role/greeting",
      Handler: "index.handler",
      Description: "greets",
      Timeout: 20,
      MemorySize: 512,
      Version: "$LATEST",
      Environment: { Variables: { LEVEL: "1" } },
      TracingConfig: { Mode: "Active" },
      DeadLetterConfig: { TargetArn: "arn:aws:sqs:eu-central-1:000000000000:dead" },
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      Architectures: ["arm64"],
      EphemeralStorage: { Size: 1024 },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/greeting" },
    });
    expect(await cloud.call("lambda", "GetFunction", { FunctionName: "greeting" })).toMatchObject({
      Configuration: { FunctionName: "greeting" },
      Tags: { service: "toolbox" },
    });
    expect(await cloud.call("lambda", "ListFunctions")).toMatchObject({
      Functions: [{ FunctionName: "greeting" }],
    });
  });

  test.each([
    [{ runtime: "python3.12" }, /the local cloud runs Node.js runtimes only, such as nodejs22.x/],
    [{ memory_size: 127 }, /128/],
    [{ timeout: 901 }, /900/],
    [{ image_uri: "x" }, /image_uri/],
    [{ function_name: "with space" }, /function_name is "with space"/],
  ])("refuses %j", async (more, message) => {
    await expect(cloud.deploy("greeting", ANSWER(1), more)).rejects.toThrow(message);
  });

  test.each([["nodejs16.x"], ["nodejs24.x"]])("takes the runtime %s", async (runtime) => {
    await expect(cloud.deploy("greeting", ANSWER(1), { runtime })).resolves.toBeDefined();
  });

  test.each([
    [
      "nodejs14.x",
      "The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. " +
        "We recommend you use a supported runtime while creating or updating functions.",
    ],
    [
      "nodejs23.x",
      "Value nodejs23.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: " +
        "[nodejs24.x, nodejs22.x, nodejs20.x, nodejs18.x, nodejs16.x] or be a valid ARN",
    ],
  ])("refuses the runtime %s", async (runtime, message) => {
    await expect(cloud.deploy("greeting", ANSWER(1), { runtime })).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message,
    });
  });

  const PAD = 4_096 - JSON.stringify({ SETTINGS: "" }).length;

  test("takes variables of 4 KB", async () => {
    const variables = { SETTINGS: "x".repeat(PAD) };

    await expect(cloud.deploy("greeting", ANSWER(1), { environment: { variables } })).resolves.toBeDefined();
  });

  test.each([
    [
      "of more than 4 KB",
      { SETTINGS: "x".repeat(PAD + 1) },
      "InvalidParameterValueException",
      /^Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit\. String measured: \{"SETTINGS":"x+\.\.\.$/,
    ],
    [
      "that are Lambda's own",
      { TABLE: "t", AWS_REGION: "eu-west-1", LAMBDA_TASK_ROOT: "/" },
      "InvalidParameterValueException",
      /provided contains reserved keys that are currently not supported for modification\. Reserved keys used in this request: AWS_REGION, LAMBDA_TASK_ROOT$/,
    ],
    [
      "with names that are none",
      { TABLE: "t", A: "1", _HANDLER: "x", "with-dash": "1" },
      "ValidationException",
      /^1 validation error detected: Value at 'environment\.variables' failed to satisfy constraint: Map keys .*\(\[a-zA-Z0-9_\]\)\+\]: A, _HANDLER, with-dash$/,
    ],
  ])("refuses variables %s", async (_which, variables, code, message) => {
    await expect(cloud.deploy("greeting", ANSWER(1), { environment: { variables } })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test("says where it looked for code that is not there", async () => {
    const config = { ...cloud.config("greeting", ANSWER(1)), filename: "nowhere.zip" };

    await expect(cloud.provision("aws_lambda_function", config)).rejects.toThrow(
      `dev-test/aws_lambda_function.under-test: filename is ${process.cwd()}/nowhere.zip, which is neither the output of an archive_file nor a file.`,
    );
  });

  test("does not exist any more after its removal", async () => {
    const config = cloud.config("greeting", ANSWER(1));
    const attributes = await cloud.provision("aws_lambda_function", config);
    const type = resource("aws_lambda_function");

    await type.remove(type.arguments.parse(config), attributes, { address: "", stackDirectory: "" });

    await expect(cloud.invoke("greeting")).rejects.toMatchObject({ code: "ResourceNotFoundException" });
  });
});

describe("code in a real zip archive", () => {
  let folder: string;
  const zip = (name: string, files: Record<string, string>) => {
    const path = join(folder, name);
    const entries = Object.entries(files).map(([file, text]) => [file, strToU8(text)]);
    writeFileSync(path, zipSync(Object.fromEntries(entries)));
    return path;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lambda-zip-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("is unpacked and run", async () => {
    const filename = zip("code.zip", {
      "src/index.mjs": "import { a } from '../lib/a.mjs'; export const handler = async () => a;",
      "lib/a.mjs": "export const a = 42;",
    });
    const attributes = await cloud.deploy("greeting", "", {
      filename,
      handler: "src/index.handler",
      source_code_hash: undefined,
    });

    expect(await cloud.answer("greeting")).toBe(42);
    expect(attributes["code_sha256"]).toMatch(/^[\w+/]{43}=$/);
  });

  test("must be one", async () => {
    const filename = join(folder, "code.zip");
    writeFileSync(filename, "not a zip");

    await expect(cloud.deploy("greeting", "", { filename })).rejects.toThrow(/which is no zip archive/);
  });

  test("must not reach outside of itself", async () => {
    await expect(
      cloud.deploy("greeting", "", { filename: zip("evil.zip", { "../evil.mjs": "" }) }),
    ).rejects.toThrow("has the entry ../evil.mjs, which lies outside of it");
  });

  test("may be a layer, which require finds", async () => {
    const layer = await cloud.provision("aws_lambda_layer_version", {
      layer_name: "common",
      filename: zip("layer.zip", { "nodejs/node_modules/common/index.js": "exports.answer = 43;" }),
      compatible_runtimes: ["nodejs22.x"],
    });
    expect(layer).toMatchObject({
      arn: "arn:aws:lambda:eu-central-1:000000000000:layer:common:1",
      layer_arn: "arn:aws:lambda:eu-central-1:000000000000:layer:common",
      version: "1",
    });
    const filename = cloud.bundle("exports.handler = async () => require('common').answer;", "index.cjs");
    await cloud.deploy("greeting", "", { filename, layers: [layer["arn"]] });

    expect(await cloud.answer("greeting")).toBe(43);
  });
});
