import { blocks, isGiven } from "./engine/arguments";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** Nobody calls without saying who they are, unless somebody decided so. */
export const publicRoute: Rule = {
  id: "public-route",
  title: "Every route asks who is calling; one that does not says why.",
  why: "A route without authorization is open to everybody on the internet, and easily left so by mistake.",
  source: {
    title: "Control and manage access to REST APIs in API Gateway",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  },
  mend: 'Set the authorization of the route, write routes as resources rather than in the body of the API, or state why it is open: the "reason" of a module\'s route, or waive(construct, "public-route", "…").',
  *check(stack) {
    for (const at of stack.all("aws_api_gateway_method")) {
      if ((at.args["authorization"] ?? "NONE") === "NONE" && !isPreflight(at)) {
        yield { at, detail: `answers ${String(at.args["http_method"])} without authorization.` };
      }
    }
    for (const at of stack.all("aws_apigatewayv2_route")) {
      const key = String(at.args["route_key"]);
      // Of a WebSocket API, connecting is what is authorized.
      const asked = !isWebSocket(at) || key === "$connect";
      if (asked && (at.args["authorization_type"] ?? "NONE") === "NONE") {
        yield { at, detail: `answers ${key} without authorization.` };
      }
    }
    for (const at of stack.all("aws_apigatewayv2_api", "aws_api_gateway_rest_api")) {
      if (isGiven(at.args["target"])) yield { at, detail: "answers every request without authorization." };
      if (isGiven(at.args["body"])) yield { at, detail: "has routes in its body, where nobody checks them." };
    }
    for (const at of stack.all("aws_lambda_function_url")) {
      if ((at.args["authorization_type"] ?? "NONE") === "NONE") {
        yield { at, detail: "is a function URL without authorization." };
      }
    }
    for (const at of stack.all("aws_appsync_graphql_api")) {
      const types = [at.args, ...blocks(at.args, "additional_authentication_provider")];
      if (types.some((each) => each["authentication_type"] === "API_KEY")) {
        yield { at, detail: "takes an API key, which tells nobody apart." };
      }
    }
  },
};

/** Browsers ask before they send the token; the answer comes from the gateway alone. */
function isPreflight(method: Resource): boolean {
  return (
    method.args["http_method"] === "OPTIONS" &&
    method.stack
      .all("aws_api_gateway_integration")
      .some(
        ({ args }) =>
          args["type"] === "MOCK" &&
          args["resource_id"] === method.args["resource_id"] &&
          (args["http_method"] === "OPTIONS" ||
            method.stack.find("aws_api_gateway_method", args["http_method"]) === method),
      )
  );
}

function isWebSocket(route: Resource): boolean {
  const api = route.stack.find("aws_apigatewayv2_api", route.args["api_id"]);
  return api?.args["protocol_type"] === "WEBSOCKET";
}
