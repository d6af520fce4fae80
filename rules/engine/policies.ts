import { type Arguments, block, blocks, isGiven, listOf } from "./arguments";
import { attachedTo, type Resource, type StackView } from "./stack-view";

/** A statement of a policy, with every field as a list. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** Whether it names the actions that it leaves out. */
  readonly allActionsBut: boolean;
  readonly resources: readonly string[];
  /** Whether it names the resources that it leaves out. */
  readonly allResourcesBut: boolean;
  /** `*`, ARNs, accounts and services. */
  readonly principals: readonly string[];
  /** Those of the principals that are identity providers. */
  readonly federated: readonly string[];
  /** Whether it names the principals that it leaves out. */
  readonly allPrincipalsBut: boolean;
  /** Operator → key, in small letters as AWS does not tell them apart → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A policy, and the resource that it is written in. */
export interface PolicyText {
  readonly owner: Resource;
  /** JSON text, or a reference to a data source. */
  readonly value: unknown;
}

/** The policies that say what roles, users and groups may do. */
export function identityPolicies(stack: StackView): readonly PolicyText[] {
  const written = stack
    .all("aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy")
    .map((owner) => ({ owner, value: owner.args["policy"] }));
  return [...written, ...stack.all("aws_iam_role").flatMap(inlinePolicies)];
}

/** The policies that are written in the role itself. */
export function inlinePolicies(role: Resource): readonly PolicyText[] {
  return blocks(role.args, "inline_policy")
    .filter(({ policy }) => isGiven(policy))
    .map(({ policy }) => ({ owner: role, value: policy }));
}

/** The policies that say who may take on a role. */
export function trustPolicies(stack: StackView): readonly PolicyText[] {
  return stack.all("aws_iam_role").map((owner) => ({ owner, value: owner.args["assume_role_policy"] }));
}

/** Types whose resources have policies of their own, and the resource that may hold it apart. */
const OWN_POLICIES = [
  { type: "aws_sqs_queue", apart: "aws_sqs_queue_policy", target: "queue_url" },
  { type: "aws_sns_topic", apart: "aws_sns_topic_policy", target: "arn" },
  { type: "aws_s3_bucket", apart: "aws_s3_bucket_policy", target: "bucket" },
] as const;

/** Other types that hold the policy of a resource, in `policy` or in an argument named otherwise. */
const OTHER_POLICIES = [
  "aws_api_gateway_rest_api",
  "aws_api_gateway_rest_api_policy",
  "aws_cloudwatch_event_bus_policy",
  "aws_dynamodb_resource_policy",
  "aws_kinesis_resource_policy",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_policy",
] as const;

/** The policies of queues, topics, buckets and so on, wherever they are written. */
export function resourcePolicies(stack: StackView): readonly PolicyText[] {
  return [...OWN_POLICIES.flatMap(({ type, apart }) => [type, apart]), ...OTHER_POLICIES]
    .flatMap((type) => stack.all(type))
    .map((owner) => ({ owner, value: owner.args["policy"] ?? owner.args["resource_policy"] }))
    .filter(({ value }) => isGiven(value));
}

/** The policies of one queue, topic or bucket, wherever in the environment they are written. */
export function policiesOf(resource: Resource): readonly PolicyText[] {
  const kind = OWN_POLICIES.find(({ type }) => type === resource.type);
  if (kind === undefined) return [];
  return [resource, ...attachedTo(resource, kind.apart, kind.target)]
    .map((owner) => ({ owner, value: owner.args["policy"] }))
    .filter(({ value }) => isGiven(value));
}

/**
 * The statements of a policy: JSON text, or a data source `aws_iam_policy_document` with those that it builds on;
 * nothing if it is neither.
 */
export function statementsOf({ owner, value }: PolicyText): readonly Statement[] | undefined {
  const data = owner.stack.findData("aws_iam_policy_document", value);
  if (data === undefined) {
    const policy = jsonOf(value);
    return policy === undefined ? undefined : blocks(policy, "Statement").map(fromJson);
  }
  const bases = ["source_policy_documents", "override_policy_documents"]
    .flatMap((argument) => listOf(data[argument]))
    .map((each) => statementsOf({ owner, value: each }));
  if (bases.includes(undefined)) return undefined;
  return [...blocks(data, "statement").map(fromDataSource), ...bases.flatMap((each) => each ?? [])];
}

/** An object written as JSON text; nothing for anything else. */
export function jsonOf(value: unknown): Arguments | undefined {
  if (typeof value !== "string") return undefined;
  try {
    // In a reference such as aws_sqs_queue.work["a"] the quotes end no JSON text.
    const parsed: unknown = JSON.parse(value.replace(/\$\{[^}]*\}/g, (each) => each.replace(/\\?"/g, '\\"')));
    return typeof parsed === "object" && parsed !== null ? (parsed as Arguments) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a pattern of a policy, such as `sqs:*`, takes in a value. */
export function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(value);
}

/** Whether a statement takes in an action. */
export function hasAction({ actions, allActionsBut }: Statement, action: string): boolean {
  return actions.some((pattern) => matches(pattern, action)) !== allActionsBut;
}

function fromJson(statement: Arguments): Statement {
  const principal = statement["Principal"] ?? statement["NotPrincipal"];
  const byType =
    typeof principal === "object" && principal !== null ? (principal as Arguments) : { AWS: principal };
  return {
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    actions: texts(statement["Action"] ?? statement["NotAction"]),
    allActionsBut: statement["NotAction"] !== undefined,
    resources: texts(statement["Resource"]),
    allResourcesBut: statement["NotResource"] !== undefined,
    principals: Object.values(byType).flatMap(texts),
    federated: texts(byType["Federated"]),
    allPrincipalsBut: statement["NotPrincipal"] !== undefined,
    conditions: Object.fromEntries(
      Object.entries(block(statement, "Condition") ?? {}).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(keys as Arguments).map(([key, value]) => [key.toLowerCase(), texts(value)]),
        ),
      ]),
    ),
  };
}

function fromDataSource(statement: Arguments): Statement {
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const condition of blocks(statement, "condition")) {
    const operator = String(condition["test"]);
    conditions[operator] = {
      ...conditions[operator],
      [String(condition["variable"]).toLowerCase()]: texts(condition["values"]),
    };
  }
  const principals = [...blocks(statement, "principals"), ...blocks(statement, "not_principals")];
  return {
    effect: statement["effect"] === "Deny" ? "Deny" : "Allow",
    actions: [...texts(statement["actions"]), ...texts(statement["not_actions"])],
    allActionsBut: isGiven(statement["not_actions"]),
    resources: texts(statement["resources"]),
    allResourcesBut: isGiven(statement["not_resources"]),
    principals: principals.flatMap((each) => texts(each["identifiers"])),
    federated: principals
      .filter((each) => each["type"] === "Federated")
      .flatMap((each) => texts(each["identifiers"])),
    allPrincipalsBut: blocks(statement, "not_principals").length > 0,
    conditions,
  };
}

function texts(value: unknown): readonly string[] {
  return listOf(value).map(String);
}
