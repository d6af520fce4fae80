import { type Arguments, block, blocks, listOf, type Resource, type StackView } from "./stack-view";

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
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A policy that belongs to a resource. */
export interface PolicyText {
  /** Where it is written. */
  readonly owner: Resource;
  readonly value: unknown;
}

/** The policies that say what roles, users and groups may do. */
export function identityPolicies(stack: StackView): readonly PolicyText[] {
  const written = stack
    .all("aws_iam_role_policy", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy")
    .map((owner) => ({ owner, value: owner.args["policy"] }));
  const inline = stack
    .all("aws_iam_role")
    .flatMap((owner) =>
      blocks(owner.args, "inline_policy").map((each) => ({ owner, value: each["policy"] })),
    );
  return [...written, ...inline];
}

/** Types whose resources have policies of their own, and the resource that may hold it apart. */
const OWN_POLICIES = [
  { type: "aws_sqs_queue", apart: "aws_sqs_queue_policy", target: "queue_url" },
  { type: "aws_sns_topic", apart: "aws_sns_topic_policy", target: "arn" },
  { type: "aws_s3_bucket", apart: "aws_s3_bucket_policy", target: "bucket" },
] as const;

/** The policies of queues, topics and buckets, wherever they are written. */
export function resourcePolicies(stack: StackView): readonly PolicyText[] {
  return OWN_POLICIES.flatMap(({ type, apart }) => stack.all(type, apart))
    .filter((owner) => owner.args["policy"] !== undefined)
    .map((owner) => ({ owner, value: owner.args["policy"] }));
}

/** The policies of one queue, topic or bucket, wherever in the environment they are written. */
export function policiesOf(stack: StackView, resource: Resource): readonly PolicyText[] {
  const kind = OWN_POLICIES.find(({ type }) => type === resource.type);
  if (kind === undefined) return [];
  const apart = stack
    .everywhere(kind.apart)
    .filter((each) => each.stack.find(kind.type, each.resource.args[kind.target]) === resource)
    .map((each) => ({ owner: each.resource, value: each.resource.args["policy"] }));
  const own = resource.args["policy"];
  return own === undefined ? apart : [{ owner: resource, value: own }, ...apart];
}

/** The statements of a policy: JSON text, or a data source `aws_iam_policy_document`; nothing if neither. */
export function statementsOf(stack: StackView, value: unknown): readonly Statement[] | undefined {
  const data = stack.findData("aws_iam_policy_document", value);
  if (data !== undefined) return blocks(data, "statement").map(fromDataSource);
  const policy = jsonOf(value);
  return policy === undefined ? undefined : blocks(policy, "Statement").map(fromJson);
}

/** An object written as JSON text; nothing for anything else. */
export function jsonOf(value: unknown): Arguments | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
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

function fromJson(statement: Arguments): Statement {
  const principal = statement["Principal"];
  return {
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    actions: texts(statement["Action"]),
    allActionsBut: statement["NotAction"] !== undefined,
    resources: texts(statement["Resource"]),
    allResourcesBut: statement["NotResource"] !== undefined,
    principals:
      typeof principal === "object" && principal !== null
        ? Object.values(principal).flatMap(texts)
        : texts(principal),
    conditions: Object.fromEntries(
      Object.entries(block(statement, "Condition") ?? {}).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys as Arguments).map(([key, value]) => [key, texts(value)])),
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
      [String(condition["variable"])]: texts(condition["values"]),
    };
  }
  return {
    effect: statement["effect"] === "Deny" ? "Deny" : "Allow",
    actions: texts(statement["actions"]),
    allActionsBut: statement["not_actions"] !== undefined,
    resources: texts(statement["resources"]),
    allResourcesBut: statement["not_resources"] !== undefined,
    principals: blocks(statement, "principals").flatMap((each) => texts(each["identifiers"])),
    conditions,
  };
}

function texts(value: unknown): readonly string[] {
  return listOf(value).map(String);
}
