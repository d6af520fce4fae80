import { AccessDeniedError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import type { Admission, Exchange } from "../apigateway/public/exchange";
import { signedCaller } from "../apigateway/public/iam-caller";
import type { RouteDefinition } from "./http-api";
import type { JwtAuthorizer } from "./jwt-authorizer";
import { internalError, type Refusal, refuse } from "./refusal";

/** Decides who may call a route. */
export type RouteGate = (exchange: Exchange) => Promise<Admission | Refusal>;

const NOBODY: Admission = {};

/** The gate of a route. */
export function routeGate(
  kernel: Kernel,
  route: RouteDefinition,
  authorizers: ReadonlyMap<string, JwtAuthorizer>,
): RouteGate | undefined {
  if (route.authorization === "NONE") return undefined;
  if (route.authorization === "AWS_IAM") return async (exchange) => admitSigned(kernel, exchange);
  const authorizer = authorizers.get(route.authorizerId ?? "");
  return async (exchange) => authorizer?.admit(exchange, route.scopes) ?? internalError();
}

function admitSigned(kernel: Kernel, exchange: Exchange): Admission | Refusal {
  const caller = signedCaller(kernel, exchange);
  if (caller === undefined) return refuse(403, "Forbidden");
  const context = { "aws:SourceIp": exchange.request.sourceIp };
  const request = { action: "execute-api:Invoke", resource: exchange.calledArn, context };
  try {
    kernel.calls.authorize(caller.principal, [request]);
    return { ...NOBODY, caller };
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    return refuse(403, "Forbidden");
  }
}
