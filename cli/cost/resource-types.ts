import { httpApi, httpStage, methodSettings, restApi, restStage } from "./meters/api-gateway";
import { userPool } from "./meters/cognito";
import { table } from "./meters/dynamodb";
import { eventSourceMapping, lambdaFunction } from "./meters/lambda";
import { eventBus, queue, topic } from "./meters/messaging";
import type { Meter } from "./meters/meter";
import { alarm, logGroup, samplingRule } from "./meters/observability";

/** The types that cost by what is used of them. */
export const METERS: ReadonlyMap<string, Meter> = new Map(
  Object.entries({
    aws_api_gateway_method_settings: methodSettings,
    aws_api_gateway_rest_api: restApi,
    aws_api_gateway_stage: restStage,
    aws_apigatewayv2_api: httpApi,
    aws_apigatewayv2_stage: httpStage,
    aws_cloudwatch_event_bus: eventBus,
    aws_cloudwatch_log_group: logGroup,
    aws_cloudwatch_metric_alarm: alarm,
    aws_cognito_user_pool: userPool,
    aws_dynamodb_table: table,
    aws_lambda_event_source_mapping: eventSourceMapping,
    aws_lambda_function: lambdaFunction,
    aws_sns_topic: topic,
    aws_sqs_queue: queue,
    aws_xray_sampling_rule: samplingRule,
  }),
);

const PART_OF_API = "part of its API, which is charged by requests";
const IAM = "IAM is free";
const PART_OF_POOL = "part of its user pool, which is charged by active users";
const BUCKET_SETTING = "a setting of its bucket";

/** The types that cost nothing, and why. */
export const FREE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    aws_api_gateway_account: "a setting of the account",
    aws_api_gateway_authorizer: PART_OF_API,
    aws_api_gateway_deployment: PART_OF_API,
    aws_api_gateway_gateway_response: PART_OF_API,
    aws_api_gateway_integration: PART_OF_API,
    aws_api_gateway_integration_response: PART_OF_API,
    aws_api_gateway_method: PART_OF_API,
    aws_api_gateway_method_response: PART_OF_API,
    aws_api_gateway_model: PART_OF_API,
    aws_api_gateway_request_validator: PART_OF_API,
    aws_api_gateway_resource: PART_OF_API,
    aws_apigatewayv2_authorizer: PART_OF_API,
    aws_apigatewayv2_integration: PART_OF_API,
    aws_apigatewayv2_route: PART_OF_API,
    aws_cloudwatch_event_rule: "matching is free; the bus is charged by events",
    aws_cloudwatch_event_target: "delivery within the account is free; the bus is charged by events",
    aws_cognito_user_group: PART_OF_POOL,
    aws_cognito_user_pool_client: PART_OF_POOL,
    aws_iam_openid_connect_provider: IAM,
    aws_iam_policy: IAM,
    aws_iam_role: IAM,
    aws_iam_role_policy: IAM,
    aws_iam_role_policy_attachment: IAM,
    aws_lambda_permission: "a permission",
    aws_s3_bucket_lifecycle_configuration: BUCKET_SETTING,
    aws_s3_bucket_ownership_controls: BUCKET_SETTING,
    aws_s3_bucket_policy: BUCKET_SETTING,
    aws_s3_bucket_public_access_block: BUCKET_SETTING,
    aws_s3_bucket_server_side_encryption_configuration: BUCKET_SETTING,
    aws_s3_bucket_versioning: BUCKET_SETTING,
    aws_sns_topic_subscription:
      "deliveries to queues and functions are free; the topic is charged by messages",
  }),
);

/** The types that cost, and why the note cannot say how much. */
export const NOT_PRICED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    aws_cloudwatch_event_archive: "what it keeps is not among the traffic assumptions",
    aws_s3_bucket: "what it holds and its requests are not among the traffic assumptions",
  }),
);
