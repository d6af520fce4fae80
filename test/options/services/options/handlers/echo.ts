import type { APIGatewayProxyEvent, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";

type ApiEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2WithJWTAuthorizer;

/** Tells the caller what reached the function of the request, whichever kind of API it came through. */
export const handler = async (event: ApiEvent): Promise<object> => {
  const { authorizer } = event.requestContext;
  const route = "routeKey" in event ? event.routeKey : `${event.httpMethod} ${event.resource}`;
  const claims = authorizer && ("jwt" in authorizer ? authorizer["jwt"].claims : authorizer["claims"]);
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ route, parameters: event.pathParameters, claims }),
  };
};
