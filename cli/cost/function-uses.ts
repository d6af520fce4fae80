import type { Deployment } from "./deployment";
import type { Resource } from "./resource";

/** What a function does with others, as far as its permissions tell. */
export interface FunctionUses {
  /** Tables that it may read by key or query. A scan is somebody looking at a whole table, which traffic does not do. */
  readonly reads: ReadonlySet<Resource>;
  readonly writes: ReadonlySet<Resource>;
  /** Topics, buses and queues that it may send to; dead-letter queues aside, which get what fails. */
  readonly sends: ReadonlySet<Resource>;
  /** Whether a policy of its role could not be read. */
  readonly unreadable: boolean;
}

const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:TransactGetItems"];
const WRITE = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:TransactWriteItems",
];
const SEND = {
  "sns:Publish": "aws_sns_topic",
  "events:PutEvents": "aws_cloudwatch_event_bus",
  "sqs:SendMessage": "aws_sqs_queue",
};

/** What each function uses. */
export function functionUses(deployment: Deployment): ReadonlyMap<Resource, FunctionUses> {
  const policies = deployment.ofType("aws_iam_role_policy").map((policy) => ({
    policy,
    role: deployment.named(policy, policy.text("role"), "aws_iam_role"),
  }));
  return new Map(
    deployment.ofType("aws_lambda_function").map((fn) => {
      const role = deployment.named(fn, fn.text("role"), "aws_iam_role");
      const own = role === undefined ? [] : policies.filter((entry) => entry.role === role);
      const readable = own.map(({ policy }) => policy);
      return [fn, usesOf(deployment, readable)];
    }),
  );
}

function usesOf(deployment: Deployment, policies: readonly Resource[]): FunctionUses {
  const reads = new Set<Resource>();
  const writes = new Set<Resource>();
  const sends = new Set<Resource>();
  let unreadable = false;
  for (const policy of policies) {
    const document = policy.policy("policy");
    if (document === undefined) unreadable = true;
    for (const statement of document?.blocks("Statement") ?? []) {
      if (statement.text("Effect") !== "Allow") continue;
      const actions = statement.texts("Action");
      const allows = (some: readonly string[]) => actions.some((action) => some.includes(action));
      for (const arn of statement.texts("Resource")) {
        const table = deployment.named(policy, arn, "aws_dynamodb_table");
        if (table !== undefined && allows(READ)) reads.add(table);
        if (table !== undefined && allows(WRITE)) writes.add(table);
        for (const [action, type] of Object.entries(SEND)) {
          const target = allows([action]) ? deployment.named(policy, arn, type) : undefined;
          if (target !== undefined && !isDeadLetterQueue(target)) sends.add(target);
        }
      }
    }
  }
  return { reads, writes, sends, unreadable };
}

function isDeadLetterQueue(resource: Resource): boolean {
  return resource.text("redrive_allow_policy") !== "";
}
