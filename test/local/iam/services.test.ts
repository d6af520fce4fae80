import { PolicyAuthorizer } from "../../../local/iam/authorizer";
import { RoleStore } from "../../../local/iam/role-store";
import { VirtualClock } from "../../../local/kernel/virtual-clock";
import { iam } from "../../../local/services/iam";
import { sts } from "../../../local/services/sts";
import { testKernel } from "../test-kernel";

const ROLE = "arn:aws:iam::000000000000:role/dev-basket-api";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
});

function cloud() {
  const store = new RoleStore();
  const authorizer = new PolicyAuthorizer(store, new VirtualClock());
  return { store, ...testKernel([iam(store), sts(store)], { authorizer }) };
}

describe("aws_iam_role", () => {
  test("has the attributes that AWS gives it, and keeps its id through changes", async () => {
    const { provision, services, store } = cloud();
    const config = { name: "dev-basket-api", assume_role_policy: TRUST };

    const attributes = await provision("aws_iam_role", config);

    expect(attributes).toMatchObject({
      id: "dev-basket-api",
      name: "dev-basket-api",
      arn: ROLE,
      path: "/",
      create_date: "2026-01-01T00:00:00.000Z",
      unique_id: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    });
    const type = services
      .flatMap(({ resources = [] }) => resources)
      .find((one) => one.type === "aws_iam_role");
    const changed = await type?.apply(type.arguments.parse({ ...config, description: "changed" }), {
      address: "a",
      stackDirectory: "/",
      prior: { config: type.arguments.parse(config), attributes },
    });
    expect(changed).toEqual({ ...attributes, description: "changed" });
    expect(store.findRole("dev-basket-api")?.description).toBe("changed");
  });

  test("takes inline and managed policies along", async () => {
    const { provision, store } = cloud();

    await provision("aws_iam_role", {
      name: "r",
      path: "/service/",
      assume_role_policy: TRUST,
      inline_policy: [{ name: "send", policy: POLICY }],
      managed_policy_arns: ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"],
    });

    const policies = store.identityPolicies("arn:aws:iam::000000000000:role/service/r");
    expect(policies?.map(({ source }) => source)).toEqual([
      'inline policy "send"',
      "attached policy arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    ]);
  });

  test("is found by its ARN, and not by one of another account or path", async () => {
    const { provision, store } = cloud();

    await provision("aws_iam_role", { name: "r", path: "/service/", assume_role_policy: TRUST });

    expect(store.findRoleByArn("arn:aws:iam::000000000000:role/service/r")).toMatchObject({ name: "r" });
    expect(store.findRoleByArn("arn:aws:iam::111111111111:role/service/r")).toBeUndefined();
    expect(store.findRoleByArn("arn:aws:iam::000000000000:role/r")).toBeUndefined();
  });

  test.each([
    [
      { name: "r", assume_role_policy: "{" },
      "the assume_role_policy of role r: Syntax errors in policy. It is no JSON: {",
    ],
    [
      { name: "r", assume_role_policy: '{"Statement":[{"Effect":"Maybe","Action":"a"}]}' },
      "the assume_role_policy of role r: Syntax errors in policy. ✖",
    ],
    [
      { name: "r", assume_role_policy: '{"Statement":[{"Effect":"Allow"}]}' },
      "the assume_role_policy of role r: Policy statement must contain actions.",
    ],
    [
      {
        name: "r",
        assume_role_policy:
          '{"Statement":[{"Effect":"Allow","Action":"a","Condition":{"StringContains":{"a":"b"}}}]}',
      },
      "is no condition operator of IAM",
    ],
  ])("%j is refused", async (config, message) => {
    await expect(cloud().provision("aws_iam_role", config)).rejects.toThrow(message);
  });

  test("exists once", async () => {
    const { provision } = cloud();
    await provision("aws_iam_role", { name: "r", assume_role_policy: TRUST });

    await expect(provision("aws_iam_role", { name: "r", assume_role_policy: TRUST })).rejects.toMatchObject({
      code: "EntityAlreadyExists",
    });
  });
});

describe("policies of a role", () => {
  test("let its sessions in, and only while they are there", async () => {
    const { provision, kernel, services } = cloud();
    await provision("aws_iam_role", { name: "dev-basket-api", assume_role_policy: TRUST });
    const send = () =>
      kernel.calls.authorize({ type: "role", arn: ROLE, session: "s" }, [
        { action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-central-1:000000000000:q" },
      ]);
    expect(send).toThrow("no identity-based policy allows the sqs:SendMessage action");

    const config = { name: "permissions", role: "dev-basket-api", policy: POLICY };
    const attributes = await provision("aws_iam_role_policy", config);
    expect(attributes).toEqual({ id: "dev-basket-api:permissions", name: "permissions" });
    expect(send).not.toThrow();

    const type = services
      .flatMap(({ resources = [] }) => resources)
      .find((one) => one.type === "aws_iam_role_policy");
    await type?.remove(config, attributes, { address: "a", stackDirectory: "/" });
    expect(send).toThrow("no identity-based policy");
    expect(kernel.calls.denials).toHaveLength(2);
  });

  test("may be policies of the account", async () => {
    const { provision, store } = cloud();
    await provision("aws_iam_role", { name: "r", assume_role_policy: TRUST });
    const { arn } = await provision("aws_iam_policy", { name: "send", policy: POLICY });

    const attachment = await provision("aws_iam_role_policy_attachment", { role: "r", policy_arn: arn });

    expect(arn).toBe("arn:aws:iam::000000000000:policy/send");
    expect(attachment).toEqual({ id: `r/${arn}` });
    expect(store.identityPolicies("arn:aws:iam::000000000000:role/r")).toHaveLength(1);
  });

  test.each([
    ["arn:aws:iam::000000000000:policy/none", "Policy arn:aws:iam::000000000000:policy/none does not exist"],
    [
      "arn:aws:iam::aws:policy/AdministratorAccess",
      "the local cloud does not model the AWS managed policy arn:aws:iam::aws:policy/AdministratorAccess, only service-role/AWSLambdaBasicExecutionRole",
    ],
  ])("%s cannot be attached", async (policyArn, message) => {
    const { provision } = cloud();
    await provision("aws_iam_role", { name: "r", assume_role_policy: TRUST });

    await expect(
      provision("aws_iam_role_policy_attachment", { role: "r", policy_arn: policyArn }),
    ).rejects.toThrow(message);
  });

  test("of a role that does not exist are refused as on AWS", async () => {
    await expect(
      cloud().provision("aws_iam_role_policy", { name: "p", role: "none", policy: POLICY }),
    ).rejects.toMatchObject({ code: "NoSuchEntity", message: "The role with name none cannot be found." });
  });

  test("are kept to a list by the exclusive resources", async () => {
    const { provision, store } = cloud();
    await provision("aws_iam_role", { name: "r", assume_role_policy: TRUST });
    for (const name of ["a", "b"])
      await provision("aws_iam_role_policy", { name, role: "r", policy: POLICY });
    const xray = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
    await provision("aws_iam_role_policy_attachment", { role: "r", policy_arn: xray });

    await provision("aws_iam_role_policies_exclusive", { role_name: "r", policy_names: ["b"] });
    await provision("aws_iam_role_policy_attachments_exclusive", { role_name: "r", policy_arns: [] });

    expect([...store.inlinePolicies("r").keys()]).toEqual(["b"]);
    expect(store.attachedPolicies("r").size).toBe(0);
  });
});

describe("IAM's reads", () => {
  test("answer what was provisioned", async () => {
    const { provision, call } = cloud();
    await provision("aws_iam_role", { name: "dev-basket-api", assume_role_policy: TRUST });
    await provision("aws_iam_role_policy", { name: "p", role: "dev-basket-api", policy: POLICY });
    const xray = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
    await provision("aws_iam_role_policy_attachment", { role: "dev-basket-api", policy_arn: xray });
    const RoleName = "dev-basket-api";

    const { Role } = await call<{ Role: Record<string, string> }>("iam", "GetRole", { RoleName });
    expect(Role).toMatchObject({
      Arn: ROLE,
      RoleName,
      CreateDate: "2026-01-01T00:00:00.000Z",
      MaxSessionDuration: 3600,
    });
    expect(JSON.parse(decodeURIComponent(Role["AssumeRolePolicyDocument"] ?? ""))).toEqual(JSON.parse(TRUST));
    expect(await call("iam", "ListRoles")).toEqual({ Roles: [Role], IsTruncated: false });
    expect(await call("iam", "ListRoles", { PathPrefix: "/x/" })).toEqual({ Roles: [], IsTruncated: false });
    expect(await call("iam", "ListRolePolicies", { RoleName })).toEqual({
      PolicyNames: ["p"],
      IsTruncated: false,
    });
    expect(await call("iam", "GetRolePolicy", { RoleName, PolicyName: "p" })).toEqual({
      RoleName,
      PolicyName: "p",
      PolicyDocument: encodeURIComponent(POLICY),
    });
    expect(await call("iam", "ListAttachedRolePolicies", { RoleName })).toEqual({
      AttachedPolicies: [{ PolicyName: "AWSXRayDaemonWriteAccess", PolicyArn: xray }],
      IsTruncated: false,
    });
    await expect(call("iam", "GetRolePolicy", { RoleName, PolicyName: "x" })).rejects.toMatchObject({
      code: "NoSuchEntity",
    });
    await expect(call("iam", "GetRole", { RoleName: "x" })).rejects.toMatchObject({ code: "NoSuchEntity" });
  });
});

describe("STS", () => {
  const lambda = {
    type: "service",
    name: "lambda.amazonaws.com",
    sourceArn: "arn:aws:lambda:eu-central-1:000000000000:function:f",
    sourceAccount: "000000000000",
  } as const;

  test("gives a trusted service credentials of the role", async () => {
    const { provision, kernel } = cloud();
    const { unique_id: id } = await provision("aws_iam_role", {
      name: "dev-basket-api",
      assume_role_policy: TRUST,
    });

    const output = await kernel.calls.perform<{ Credentials: Record<string, string> }>(
      lambda,
      "sts",
      "AssumeRole",
      {
        RoleArn: ROLE,
        RoleSessionName: "dev-basket-api",
        DurationSeconds: "900",
      },
    );

    expect(output).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Expiration: "2026-01-01T00:15:00.000Z",
      },
      AssumedRoleUser: {
        AssumedRoleId: `${id}:dev-basket-api`,
        Arn: "arn:aws:sts::000000000000:assumed-role/dev-basket-api/dev-basket-api",
      },
    });
    const session = kernel.sessions.get(output.Credentials["AccessKeyId"]);
    expect(session?.principal).toEqual({ type: "role", arn: ROLE, session: "dev-basket-api" });
    const identity = await kernel.calls.perform(session?.principal ?? lambda, "sts", "GetCallerIdentity", {});
    expect(identity).toEqual({
      UserId: `${id}:dev-basket-api`,
      Account: "000000000000",
      Arn: "arn:aws:sts::000000000000:assumed-role/dev-basket-api/dev-basket-api",
    });
  });

  test("refuses a service that the role does not trust", async () => {
    const { provision, kernel } = cloud();
    await provision("aws_iam_role", { name: "dev-basket-api", assume_role_policy: TRUST });

    await expect(
      kernel.calls.perform({ ...lambda, name: "states.amazonaws.com" }, "sts", "AssumeRole", {
        RoleArn: ROLE,
        RoleSessionName: "s-1",
      }),
    ).rejects.toThrow("assume_role_policy of the aws_iam_role");
  });

  test.each([
    [
      { RoleArn: ROLE, RoleSessionName: "x" },
      "ValidationError",
      "at 'roleSessionName' failed to satisfy constraint",
    ],
    [
      { RoleArn: ROLE, RoleSessionName: "s-1", DurationSeconds: 899 },
      "ValidationError",
      "greater than or equal to 900",
    ],
    [
      { RoleArn: ROLE, RoleSessionName: "s-1", DurationSeconds: 3601 },
      "ValidationError",
      "exceeds the MaxSessionDuration",
    ],
    [
      { RoleArn: ROLE, RoleSessionName: "s-1", Policy: "{}" },
      "ValidationError",
      "does not model Policy of AssumeRole",
    ],
    [
      { RoleArn: `${ROLE}-2`, RoleSessionName: "s-1" },
      "AccessDenied",
      "not authorized to perform: sts:AssumeRole",
    ],
  ])("AssumeRole refuses %j", async (input, code, message) => {
    const { provision, call } = cloud();
    await provision("aws_iam_role", { name: "dev-basket-api", assume_role_policy: TRUST });

    const failure = expect(call("sts", "AssumeRole", input)).rejects;
    await failure.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test("tells the operator the account", async () => {
    expect(await cloud().call("sts", "GetCallerIdentity")).toEqual({
      UserId: "000000000000",
      Account: "000000000000",
      Arn: "arn:aws:iam::000000000000:root",
    });
  });
});

describe("data sources", () => {
  const read = (type: string, config: unknown) => {
    const source = cloud()
      .services.flatMap(({ dataSources = [] }) => dataSources)
      .find((one) => one.type === type);
    return source?.read(source.arguments.parse(config), { address: "a", stackDirectory: "/" });
  };

  test.each([
    ["aws_caller_identity", { account_id: "000000000000", arn: "arn:aws:iam::000000000000:root" }],
    ["aws_region", { name: "eu-central-1", id: "eu-central-1" }],
    ["aws_partition", { partition: "aws", dns_suffix: "amazonaws.com" }],
  ])("%s tells where one is", async (type, expected) => {
    expect(await read(type, {})).toMatchObject(expected);
  });

  test("aws_region knows no other region", () => {
    expect(() => read("aws_region", { name: "us-east-1" })).toThrow(
      "is one region, eu-central-1, and knows no us-east-1",
    );
  });
});
