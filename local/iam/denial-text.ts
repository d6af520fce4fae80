import type { AccessRequest, PolicyStatement } from "../kernel/policy";
import type { Principal } from "../kernel/principal";
import type { FailedCondition } from "./conditions";
import { sessionArn } from "./statement";

/** A statement that would have allowed the request under other circumstances. */
export interface ConditionalStatement {
  readonly statement: PolicyStatement;
  readonly source: string;
  readonly failed: FailedCondition;
}

/** What is known about a request that nothing allows. */
export interface Circumstances {
  readonly missed: readonly ConditionalStatement[];
  /** Whether the role of the caller exists. */
  readonly known: boolean;
  readonly hasResourcePolicy: boolean;
}

/** In which Terraform resource the policy of a resource stands, by the service part of its ARN. */
const POLICY_RESOURCES: Readonly<Record<string, string>> = {
  sqs: "aws_sqs_queue_policy",
  sns: "aws_sns_topic_policy",
  lambda: "aws_lambda_permission",
  events: "aws_cloudwatch_event_bus_policy",
  s3: "aws_s3_bucket_policy",
  dynamodb: "aws_dynamodb_resource_policy",
  logs: "aws_cloudwatch_log_resource_policy",
  iam: "assume_role_policy of the aws_iam_role",
};

/** Why a statement that forbids the request wins, in one line. */
export function explicitDenial(
  principal: Principal,
  request: AccessRequest,
  deny: { readonly statement: PolicyStatement; readonly source: string },
): string {
  return `${refusal(principal, request)} with an explicit deny in ${deny.source}: ${JSON.stringify(deny.statement)}`;
}

/** Why nothing allows the request, and which statement would, in one line. */
export function implicitDenial(principal: Principal, request: AccessRequest, facts: Circumstances): string {
  const { missed, known, hasResourcePolicy } = facts;
  if (!known) return `${refusal(principal, request)}: the role does not exist`;
  const kind = principal.type === "role" && request.action !== "sts:AssumeRole" ? "identity" : "resource";
  const reason =
    kind === "resource" && !hasResourcePolicy
      ? "because the resource has no policy"
      : `because no ${kind}-based policy allows the ${request.action} action`;
  const conditions = missed.map(
    ({ source, failed }) =>
      ` A statement in ${source} would, if ${failed.operator} held for ${failed.key}: it wants ` +
      `${failed.expected.join(" or ")}, and the request has ${failed.actual?.join(", ") ?? "no such key"}.`,
  );
  return (
    `${refusal(principal, request)} ${reason}.${conditions.join("")} ` +
    `Missing in ${whereItBelongs(principal, request, kind)}: ${JSON.stringify(missingStatement(principal, request, kind))}`
  );
}

function refusal(principal: Principal, { action, resource }: AccessRequest): string {
  return `${caller(principal)} is not authorized to perform: ${action} on resource: ${resource}`;
}

function caller(principal: Principal): string {
  if (principal.type === "role") return `User: ${sessionArn(principal)}`;
  if (principal.type === "service") return `Service: ${principal.name} for ${principal.sourceArn}`;
  return "An anonymous caller";
}

function whereItBelongs(
  principal: Principal,
  { resource }: AccessRequest,
  kind: "identity" | "resource",
): string {
  if (kind === "identity" && principal.type === "role") {
    return `a policy of the role ${principal.arn.split("/").at(-1)} (aws_iam_role_policy)`;
  }
  const place = POLICY_RESOURCES[resource.split(":")[2] ?? ""];
  return `the policy of ${resource}${place === undefined ? "" : ` (${place})`}`;
}

function missingStatement(
  principal: Principal,
  { action, resource }: AccessRequest,
  kind: "identity" | "resource",
): PolicyStatement {
  if (kind === "identity") return { Effect: "Allow", Action: action, Resource: resource };
  const trust = action === "sts:AssumeRole";
  return {
    Effect: "Allow",
    Principal:
      principal.type === "service"
        ? { Service: principal.name }
        : principal.type === "role"
          ? { AWS: principal.arn }
          : "*",
    Action: action,
    // A trust policy is about its own role and names no resource.
    ...(trust ? {} : { Resource: resource }),
    ...(principal.type === "service" && !trust
      ? { Condition: { ArnLike: { "aws:SourceArn": principal.sourceArn } } }
      : {}),
  };
}
