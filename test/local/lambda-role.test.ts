import { PolicyAuthorizer } from "../../local/iam/authorizer";
import { RoleStore } from "../../local/iam/role-store";
import { iam } from "../../local/services/iam";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

const HANDLER = "export const handler = async () => 1;";
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
  });

let cloud: LambdaCloud;

beforeEach(() => {
  const roles = new RoleStore();
  const authorizer = new PolicyAuthorizer(roles, { now: () => cloud.clock.now() });
  cloud = lambdaCloud([iam(roles)], { authorizer });
});

afterEach(() => cloud.close());

const role = (service: string) =>
  cloud.provision("aws_iam_role", { name: "greeting", assume_role_policy: trust(service) });

describe("the role of a function", () => {
  test("has to trust Lambda", async () => {
    await role("lambda.amazonaws.com");

    await cloud.deploy("greeting", HANDLER);

    expect(await cloud.answer("greeting")).toBe(1);
  });

  test.each([
    ["trusts another service", () => role("ec2.amazonaws.com")],
    ["does not exist", async () => {}],
  ])("that %s makes no function", async (_how, prepare) => {
    await prepare();

    await expect(cloud.deploy("greeting", HANDLER)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });

    await expect(cloud.invoke("greeting")).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    expect(cloud.kernel.calls.denials).toMatchObject([
      { action: "sts:AssumeRole", resource: "arn:aws:iam::000000000000:role/greeting" },
    ]);
  });
});
