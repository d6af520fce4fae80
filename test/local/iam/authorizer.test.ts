import fc from "fast-check";
import { PolicyAuthorizer } from "../../../local/iam/authorizer";
import { RoleStore } from "../../../local/iam/role-store";
import type { AccessRequest, PolicyDocument, PolicyStatement } from "../../../local/kernel/policy";
import type { Principal } from "../../../local/kernel/principal";

const QUEUE = "arn:aws:sqs:eu-central-1:000000000000:dev-work";
const ROLE = "arn:aws:iam::000000000000:role/dev-basket-api";
const RULE = "arn:aws:events:eu-central-1:000000000000:rule/dev-shop/checkout";

const role: Principal = { type: "role", arn: ROLE, session: "s" };
const events: Principal = {
  type: "service",
  name: "events.amazonaws.com",
  sourceArn: RULE,
  sourceAccount: "000000000000",
};
const SEND: AccessRequest = { action: "sqs:SendMessage", resource: QUEUE };

const policy = (...statements: Partial<PolicyStatement>[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
});

const TRUST = policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });

function authorizerWith(...identity: Partial<PolicyStatement>[]): PolicyAuthorizer {
  return authorizerOf(policy(...identity));
}

/** Of a role with one policy. */
function authorizerOf(document: PolicyDocument): PolicyAuthorizer {
  const store = new RoleStore();
  store.putRole({
    arn: ROLE,
    name: "dev-basket-api",
    path: "/",
    id: "AROA1",
    createdAtMs: 0,
    description: "",
    maxSessionSeconds: 3600,
    trust: TRUST,
  });
  store.inlinePolicies("dev-basket-api").set("permissions", document);
  return new PolicyAuthorizer(store, { now: () => Date.UTC(2026, 0, 1) });
}

describe("a role", () => {
  test.each<[string, Partial<PolicyStatement>, boolean]>([
    ["the exact action and resource", { Action: "sqs:SendMessage", Resource: QUEUE }, true],
    ["the action in other letters", { Action: "SQS:sendmessage", Resource: QUEUE }, true],
    [
      "a list with wildcards",
      { Action: ["s3:*", "sqs:Send*"], Resource: ["arn:aws:sqs:*:*:dev-????"] },
      true,
    ],
    ["everything", { Action: "*", Resource: "*" }, true],
    ["another action", { Action: "sqs:ReceiveMessage", Resource: QUEUE }, false],
    ["another resource", { Action: "sqs:SendMessage", Resource: `${QUEUE}-dlq` }, false],
    [
      "the resource in other letters",
      { Action: "sqs:SendMessage", Resource: QUEUE.replace("dev", "DEV") },
      false,
    ],
    ["all but other actions", { NotAction: ["sqs:ReceiveMessage"], Resource: "*" }, true],
    ["all but this action", { NotAction: "sqs:Send*", Resource: "*" }, false],
    ["all but other resources", { Action: "*", NotResource: `${QUEUE}-dlq` }, true],
    ["all but this resource", { Action: "*", NotResource: QUEUE }, false],
    [
      "its own account by a variable",
      { Action: "*", Resource: "arn:aws:sqs:*:${aws:PrincipalAccount}:*" },
      true,
    ],
    ["a variable without a value", { Action: "*", Resource: "arn:aws:sqs:*:*:${aws:username}*" }, false],
    [
      "a condition that holds",
      { Action: "*", Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } } },
      true,
    ],
    [
      "a condition that does not hold",
      { Action: "*", Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } },
      false,
    ],
  ])("that is allowed %s may: %s", (_name, statement, allowed) => {
    expect(authorizerWith(statement).denial(role, SEND) === undefined).toBe(allowed);
  });

  test.each<Partial<PolicyStatement>>([{ Action: "sqs:*" }, { NotAction: "s3:*" }, { Action: "*" }])(
    "is allowed nothing by %j, which names no resource",
    (statement) => {
      expect(authorizerWith(statement).denial(role, SEND)).toContain("no identity-based policy allows");
    },
  );

  test.each(["2008-10-17", undefined])("has no variables in its policies of version %s", (older) => {
    const statement: PolicyStatement = {
      Effect: "Allow",
      Action: "sqs:*",
      Resource: "arn:aws:sqs:*:${aws:PrincipalAccount}:*",
    };
    const condition = { StringLike: { "aws:PrincipalArn": "*${aws:PrincipalAccount}*" } };
    const conditional = { ...statement, Resource: "*", Condition: condition };
    const denialOf = (one: PolicyStatement, version: string | undefined): string | undefined =>
      authorizerOf({ ...(version === undefined ? {} : { Version: version }), Statement: one }).denial(
        role,
        SEND,
      );

    for (const one of [statement, conditional]) {
      expect(denialOf(one, older)).toContain("is not authorized");
      expect(denialOf(one, "2012-10-17")).toBeUndefined();
    }
  });

  test("is denied by any statement that denies, wherever it stands", () => {
    const all = { Action: "*", Resource: "*" };
    const deny: Partial<PolicyStatement> = { Effect: "Deny", Action: "sqs:*", Resource: "*" };

    expect(authorizerWith(all, deny).denial(role, SEND)).toBe(
      "User: arn:aws:sts::000000000000:assumed-role/dev-basket-api/s is not authorized to perform: sqs:SendMessage on " +
        `resource: ${QUEUE} with an explicit deny in inline policy "permissions": ` +
        '{"Effect":"Deny","Action":"sqs:*","Resource":"*"}',
    );
    expect(authorizerWith(all).denial(role, SEND, policy({ ...deny, Principal: "*" }))).toContain(
      `with an explicit deny in the policy of ${QUEUE}`,
    );
  });

  test.each<[string, NonNullable<PolicyStatement["Principal"]>, boolean]>([
    ["the role", { AWS: ROLE }, true],
    ["its session", { AWS: ["arn:aws:sts::000000000000:assumed-role/dev-basket-api/s"] }, true],
    ["everyone", "*", true],
    ["every account", { AWS: "*" }, true],
    ["another role", { AWS: `${ROLE}-2` }, false],
    // The account may delegate; the role's own policies would have to say so.
    ["the account", { AWS: "arn:aws:iam::000000000000:root" }, false],
    ["a service", { Service: "lambda.amazonaws.com" }, false],
    ["a federation", { Federated: "cognito-identity.amazonaws.com" }, false],
  ])("is let in by a resource's policy for %s: %s", (_name, Principal, allowed) => {
    const resourcePolicy = policy({ Principal, Action: "sqs:SendMessage", Resource: QUEUE });

    expect(authorizerWith().denial(role, SEND, resourcePolicy) === undefined).toBe(allowed);
  });

  test("is not named by a NotPrincipal that names it", () => {
    const deny = (name: string) =>
      policy({ Effect: "Deny", NotPrincipal: { AWS: name }, Action: "*", Resource: "*" });
    const all = authorizerWith({ Action: "*", Resource: "*" });

    expect(all.denial(role, SEND, deny(ROLE))).toBeUndefined();
    expect(all.denial(role, SEND, deny(`${ROLE}-2`))).toContain("explicit deny");
  });

  test("hears which statement is missing, and where", () => {
    expect(authorizerWith().denial(role, SEND)).toBe(
      "User: arn:aws:sts::000000000000:assumed-role/dev-basket-api/s is not authorized to perform: sqs:SendMessage on " +
        `resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action. ` +
        "Missing in a policy of the role dev-basket-api (aws_iam_role_policy): " +
        `{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${QUEUE}"}`,
    );
  });

  test("hears of a statement that would allow it under a condition", () => {
    const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1" }, Bool: { "aws:SecureTransport": "true" } };

    expect(authorizerWith({ Action: "*", Resource: "*", Condition }).denial(role, SEND)).toContain(
      ' A statement in inline policy "permissions" would, if StringEquals held for aws:SourceVpc: it wants vpc-1, ' +
        "and the request has no such key. Missing in",
    );
  });

  test("that does not exist may nothing", () => {
    expect(authorizerWith().denial({ type: "role", arn: `${ROLE}-2`, session: "s" }, SEND)).toMatch(
      /: the role does not exist$/,
    );
  });

  test("has the keys that the request brings along", () => {
    const Condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ada"] } };
    const request = (user: string): AccessRequest => ({
      action: "dynamodb:GetItem",
      resource: "arn:aws:dynamodb:eu-central-1:000000000000:table/t",
      context: { "dynamodb:LeadingKeys": [user] },
    });
    const authorizer = authorizerWith({ Action: "*", Resource: "*", Condition });

    expect(authorizer.denial(role, request("ada"))).toBeUndefined();
    expect(authorizer.denial(role, request("bob"))).toContain(
      "ForAllValues:StringEquals held for dynamodb:LeadingKeys",
    );
  });
});

describe("a service", () => {
  const allow = (over: Partial<PolicyStatement> = {}) =>
    policy({
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: QUEUE,
      Condition: { ArnEquals: { "aws:SourceArn": RULE } },
      ...over,
    });

  test.each<[string, PolicyDocument, boolean]>([
    ["its statement", allow(), true],
    [
      "a statement for its account",
      allow({ Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } } }),
      true,
    ],
    ["a statement for everyone from its source", allow({ Principal: "*" }), true],
    ["a statement for another service", allow({ Principal: { Service: "sns.amazonaws.com" } }), false],
    [
      "a statement for another source",
      allow({ Condition: { ArnLike: { "aws:SourceArn": `${RULE}-2` } } }),
      false,
    ],
    [
      "a statement for another account",
      allow({ Condition: { StringEquals: { "AWS:SourceAccount": "2" } } }),
      false,
    ],
    ["a statement for the account's roles", allow({ Principal: { AWS: "000000000000" } }), false],
  ])("is let in by %s: %s", (_name, resourcePolicy, allowed) => {
    expect(authorizerWith().denial(events, SEND, resourcePolicy) === undefined).toBe(allowed);
  });

  test("passes a TLS-only policy", () => {
    const tlsOnly: Partial<PolicyStatement> = {
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: QUEUE,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const [statement] = [allow().Statement].flat();

    expect(authorizerWith().denial(events, SEND, policy(tlsOnly, statement ?? {}))).toBeUndefined();
  });

  test("hears which statement of the resource's policy is missing", () => {
    expect(authorizerWith().denial(events, SEND)).toBe(
      `Service: events.amazonaws.com for ${RULE} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} ` +
        `because the resource has no policy. Missing in the policy of ${QUEUE} (aws_sqs_queue_policy): ` +
        `{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"${QUEUE}",` +
        `"Condition":{"ArnLike":{"aws:SourceArn":"${RULE}"}}}`,
    );
    expect(authorizerWith().denial(events, SEND, allow({ Action: "sqs:ReceiveMessage" }))).toContain(
      "because no resource-based policy allows the sqs:SendMessage action",
    );
  });
});

describe("taking a role on", () => {
  const assume: AccessRequest = { action: "sts:AssumeRole", resource: ROLE };
  const lambda: Principal = { ...events, name: "lambda.amazonaws.com" };

  test("needs the role's trust", () => {
    expect(authorizerWith().denial(lambda, assume, TRUST)).toBeUndefined();
    expect(authorizerWith().denial(events, assume, TRUST)).toContain(
      `Missing in the policy of ${ROLE} (assume_role_policy of the aws_iam_role): ` +
        '{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sts:AssumeRole"}',
    );
  });

  test("by another role needs trust, and by an account's trust its own policies as well", () => {
    const may = authorizerWith({ Action: "sts:AssumeRole", Resource: "*" });
    const trustIn = (AWS: string) => policy({ Principal: { AWS }, Action: "sts:AssumeRole" });

    expect(may.denial(role, assume, TRUST)).toContain(`{"AWS":"${ROLE}"}`);
    expect(may.denial(role, assume, trustIn("000000000000"))).toBeUndefined();
    expect(authorizerWith().denial(role, assume, trustIn("000000000000"))).toBeDefined();
    expect(authorizerWith().denial(role, assume, trustIn(ROLE))).toBeUndefined();
  });
});

test("an anonymous caller gets in by a policy for everyone alone", () => {
  const anonymous: Principal = { type: "anonymous" };
  const allow = (Principal: NonNullable<PolicyStatement["Principal"]>) =>
    policy({ Principal, Action: "*", Resource: "*" });

  expect(authorizerWith().denial(anonymous, SEND, allow("*"))).toBeUndefined();
  expect(authorizerWith().denial(anonymous, SEND, allow({ AWS: "000000000000" }))).toContain(
    "An anonymous caller",
  );
});

test("the operator may do everything", () => {
  expect(authorizerWith().denial({ type: "operator" }, SEND)).toBeUndefined();
});

test("no further allowing statement takes anything away, and no further deny gives anything", () => {
  const statement = fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Action: fc.constantFrom("sqs:*", "sqs:SendMessage", "sqs:ReceiveMessage", "*"),
    Resource: fc.constantFrom("*", QUEUE, `${QUEUE}-dlq`),
  });
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 4 }), statement, (statements, further) => {
      const before = authorizerWith(...statements).denial(role, SEND) === undefined;
      const after = authorizerWith(...statements, further).denial(role, SEND) === undefined;

      if (further.Effect === "Allow") expect(after || !before).toBe(true);
      else expect(before || !after).toBe(true);
    }),
  );
});
