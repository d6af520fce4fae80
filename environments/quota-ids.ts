/** Ids of the quotas that `accountQuotas` can state; docs/prices.md says what each limits. */
export const QUOTA_IDS = [
  "api-gateway-requests",
  "api-gateway-routes",
  "lambda-concurrency",
  "lambda-unreserved",
  "dynamodb-table-reads",
  "dynamodb-table-writes",
  "dynamodb-new-table-reads",
  "dynamodb-new-table-writes",
  "sns-publish",
  "sns-filter-policies",
  "eventbridge-put-events",
  "eventbridge-invocations",
  "eventbridge-rules",
  "sqs-in-flight",
  "cognito-authentication",
] as const;
