import type { LambdaService } from "../../local/services/lambda/index";
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

const change = (type: string, config: object, attributes: object) =>
  resource(type).apply(resource(type).arguments.parse(config), {
    address: "test",
    stackDirectory: process.cwd(),
    prior: { config: {}, attributes: { ...attributes } },
  });

describe("versions and aliases", () => {
  const publish = (answer: unknown) => ({
    ...cloud.config("greeting", ANSWER(answer)),
    publish: true,
  });

  test("keep what was published and follow what the alias names", async () => {
    const first = await cloud.provision("aws_lambda_function", publish("one"));
    const alias = { name: "live", function_name: "greeting", function_version: "1" };
    const attributes = await cloud.provision("aws_lambda_alias", alias);
    const second = await change("aws_lambda_function", publish("two"), first);

    expect(first).toMatchObject({ version: "1", qualified_arn: `${ARN}:1` });
    expect(second).toMatchObject({ version: "2", qualified_arn: `${ARN}:2` });
    expect(attributes).toMatchObject({ arn: `${ARN}:live`, invoke_arn: invokeArn(`${ARN}:live`) });
    expect(await cloud.answer("greeting:live")).toBe("one");
    expect(await cloud.answer("greeting:1")).toBe("one");
    expect(await cloud.answer("greeting")).toBe("two");
    expect(await cloud.invoke("greeting", {}, { Qualifier: "live" })).toMatchObject({
      ExecutedVersion: "1",
    });

    await change("aws_lambda_alias", { ...alias, function_version: "2" }, attributes);
    expect(await cloud.answer("greeting:live")).toBe("two");
    expect(await cloud.call("lambda", "ListAliases", { FunctionName: "greeting" })).toEqual({
      Aliases: [{ AliasArn: `${ARN}:live`, Name: "live", FunctionVersion: "2", Description: "" }],
    });
  });

  test("need their code, of which the latest replaces what was not published, and their layers", async () => {
    const codeFolders = () =>
      (cloud.services.find(({ name }) => name === "lambda") as LambdaService).codeFolders();
    const folderOf = ({ filename }: { filename: string }) => filename.replace(/\.zip$/, "");
    const library = cloud.bundle("");
    const { arn } = await cloud.provision("aws_lambda_layer_version", {
      layer_name: "common",
      filename: library,
    });
    const configs = [
      { ...publish("one"), layers: [arn] },
      publish("two"),
      cloud.config("greeting", ANSWER("three")),
      cloud.config("greeting", ANSWER("four")),
    ] as const;
    let attributes = await cloud.provision("aws_lambda_function", configs[0]);
    for (const config of configs.slice(1))
      attributes = await change("aws_lambda_function", config, attributes);
    await resource("aws_lambda_layer_version").remove({}, { arn }, { address: "test", stackDirectory: "" });

    expect([...codeFolders()].sort()).toEqual(
      [configs[0], configs[1], configs[3], { filename: library }].map(folderOf).sort(),
    );
  });

  test("are not made anew while nothing changes", async () => {
    const config = publish("one");
    const first = await cloud.provision("aws_lambda_function", config);

    expect(await change("aws_lambda_function", config, first)).toMatchObject({ version: "1" });
  });

  test("share the invocations by weight", async () => {
    const first = await cloud.provision("aws_lambda_function", publish("old"));
    await change("aws_lambda_function", publish("new"), first);
    await cloud.provision("aws_lambda_alias", {
      name: "live",
      function_name: "greeting",
      function_version: "1",
      routing_config: { additional_version_weights: { 2: 0.25 } },
    });

    const answers: string[] = [];
    for (let i = 0; i < 100; i++) answers.push(await cloud.answer("greeting:live"));

    const share = answers.filter((answer) => answer === "new").length;
    expect(share).toBeGreaterThan(10);
    expect(share).toBeLessThan(45);
  });

  test("must exist", async () => {
    await cloud.deploy("greeting", ANSWER(1));

    await expect(
      cloud.provision("aws_lambda_alias", {
        name: "live",
        function_name: "greeting",
        function_version: "7",
      }),
    ).rejects.toThrow(`Function not found: ${ARN}:7`);
    await expect(cloud.invoke("greeting:live")).rejects.toThrow(`Function not found: ${ARN}:live`);
  });
});

describe("aws_lambda_permission", () => {
  const permission = {
    statement_id: "api",
    action: "lambda:InvokeFunction",
    function_name: "greeting",
    principal: "apigateway.amazonaws.com",
    source_arn: "arn:aws:execute-api:eu-central-1:000000000000:abc/*/GET/product",
  };

  test("is a statement of the function's policy", async () => {
    await cloud.deploy("greeting", ANSWER(1));
    await cloud.provision("aws_lambda_permission", { ...permission, source_account: "000000000000" });

    const { Policy } = await cloud.call<{ Policy: string }>("lambda", "GetPolicy", {
      FunctionName: "greeting",
    });

    expect(JSON.parse(Policy)).toEqual({
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "api",
          Effect: "Allow",
          Principal: { Service: "apigateway.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: ARN,
          Condition: {
            StringEquals: { "AWS:SourceAccount": "000000000000" },
            ArnLike: { "AWS:SourceArn": permission.source_arn },
          },
        },
      ],
    });
  });

  test("is what IAM is asked with, for exactly the qualifier", async () => {
    await cloud.provision("aws_lambda_function", { ...cloud.config("greeting", ANSWER(1)), publish: true });
    await cloud.provision("aws_lambda_permission", { ...permission, qualifier: "1" });
    const policyOf = cloud.services.find(({ name }) => name === "lambda")?.resourcePolicy;

    expect(policyOf?.(ARN)).toBeUndefined();
    expect(policyOf?.(`${ARN}:1`)).toMatchObject({ Statement: [{ Sid: "api", Resource: `${ARN}:1` }] });
  });

  test.each([
    ["*", "*"],
    ["123456789012", { AWS: "arn:aws:iam::123456789012:root" }],
    ["arn:aws:iam::000000000000:role/x", { AWS: "arn:aws:iam::000000000000:role/x" }],
  ])("names the principal %s", async (principal, expected) => {
    await cloud.deploy("greeting", ANSWER(1));
    await cloud.provision("aws_lambda_permission", { ...permission, principal });
    const policyOf = cloud.services.find(({ name }) => name === "lambda")?.resourcePolicy;

    expect(policyOf?.(ARN)).toMatchObject({ Statement: [{ Principal: expected }] });
  });

  test("is gone after its removal, and has one statement id once", async () => {
    await cloud.deploy("greeting", ANSWER(1));
    const attributes = await cloud.provision("aws_lambda_permission", permission);

    await expect(cloud.provision("aws_lambda_permission", permission)).rejects.toMatchObject({
      code: "ResourceConflictException",
      httpStatus: 409,
    });
    const type = resource("aws_lambda_permission");
    await type.remove(type.arguments.parse(permission), attributes, { address: "", stackDirectory: "" });

    await expect(cloud.call("lambda", "GetPolicy", { FunctionName: "greeting" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
    });
  });
});
