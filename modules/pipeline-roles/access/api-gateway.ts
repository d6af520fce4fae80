import { actions, type Place, type ServiceAccess } from "./service-access";

/** Ids of APIs are made by AWS, so no ARN tells whose an API is. */
const apis = ({ region }: Place) =>
  ["/account", "/apis", "/apis/*", "/restapis", "/restapis/*", "/tags/*"].map(
    (path) => `arn:aws:apigateway:${region}::${path}`,
  );

/** REST and HTTP APIs. The actions are the methods of API Gateway's own API. */
export const API_GATEWAY: ServiceAccess = {
  types: [
    "aws_api_gateway_account",
    "aws_api_gateway_authorizer",
    "aws_api_gateway_deployment",
    "aws_api_gateway_gateway_response",
    "aws_api_gateway_integration",
    "aws_api_gateway_integration_response",
    "aws_api_gateway_method",
    "aws_api_gateway_method_response",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_model",
    "aws_api_gateway_request_validator",
    "aws_api_gateway_resource",
    "aws_api_gateway_rest_api",
    "aws_api_gateway_stage",
    "aws_apigatewayv2_api",
    "aws_apigatewayv2_authorizer",
    "aws_apigatewayv2_integration",
    "aws_apigatewayv2_route",
    "aws_apigatewayv2_stage",
  ],
  read: (place) => [{ actions: ["apigateway:GET"], resources: apis(place) }],
  write: (place) => [
    { actions: actions("apigateway", ["POST", "PUT", "PATCH", "DELETE"]), resources: apis(place) },
    {
      // What a stage with an access log asks of CloudWatch Logs in its caller's name.
      actions: actions("logs", [
        "CreateLogDelivery",
        "GetLogDelivery",
        "UpdateLogDelivery",
        "DeleteLogDelivery",
        "ListLogDeliveries",
        "PutResourcePolicy",
        "DescribeResourcePolicies",
      ]),
      resources: ["*"],
    },
    {
      // API Gateway makes a role of its own with the account's first HTTP API.
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [
        `arn:aws:iam::${place.accountId}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway`,
      ],
      conditions: { StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } },
    },
  ],
};
