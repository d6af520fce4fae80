import type { IdentityStatement } from "../permissions";
import type { Place } from "./access/service-access";

/** The policy that bounds every role of the system; without it on a role, the pipeline may not make the role. */
export function boundaryArn({ accountId, environment }: Pick<Place, "accountId" | "environment">): string {
  return `arn:aws:iam::${accountId}:policy/${environment}-pipeline-boundary`;
}

/**
 * The most that a role of the system can be allowed, whatever its own policies say: to work with what the environment's
 * names begin with. IAM is not in it, nor taking on other roles, so nobody gets further by making a role than they are.
 */
export function boundaryStatements(place: Place): readonly IdentityStatement[] {
  return [
    { actions: ["dynamodb:*"], resources: [own(place, "dynamodb", "table/")] },
    { actions: ["events:*"], resources: [own(place, "events", "event-bus/")] },
    { actions: ["sns:*"], resources: [own(place, "sns")] },
    { actions: ["sqs:*"], resources: [own(place, "sqs")] },
    {
      // What AWS's policy for the access logs of all APIs of an account allows; functions write theirs by it.
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ],
      resources: ["*"],
    },
    // Traces belong to no resource.
    { actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] },
  ];
}

function own({ environment, region, accountId }: Place, service: string, kind = ""): string {
  return `arn:aws:${service}:${region}:${accountId}:${kind}${environment}-*`;
}
