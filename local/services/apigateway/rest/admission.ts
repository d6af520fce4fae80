import { AccessDeniedError, AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { PolicyDocument } from "../../../kernel/policy";
import type { Principal } from "../../../kernel/principal";
import type { Admission, Exchange } from "../public/exchange";
import { callerArn, signedCaller } from "../public/iam-caller";
import type { CognitoAuthorizer } from "./cognito-authorizer";
import type { MethodDefinition } from "./definition";
import { type Refusal, refuse } from "./refusal";

/** Decides who may call a method: undefined where nobody is asked who they are. */
export type Gate = (exchange: Exchange) => Promise<Admission | Refusal | undefined>;

const ANONYMOUS: Principal = { type: "anonymous" };

/**
 * The gate of a method.
 * @param policy - the API's resource policy at the time of the request
 * @throws AwsError BadRequestException when the method's authorizer does not exist
 */
export function methodGate(
  kernel: Kernel,
  method: MethodDefinition,
  authorizers: ReadonlyMap<string, CognitoAuthorizer>,
  policy: () => PolicyDocument | undefined,
): Gate {
  const byPolicy: Gate = async (exchange) =>
    policy() === undefined ? undefined : denial(kernel, exchange, ANONYMOUS, "anonymous");
  if (method.authorization === "NONE") return byPolicy;
  if (method.authorization === "AWS_IAM") return (exchange) => admitSigned(kernel, exchange);
  const authorizer = authorizers.get(method.authorizerId ?? "");
  if (authorizer === undefined) {
    throw new AwsError("BadRequestException", "Invalid authorizer ID specified");
  }
  return async (exchange) => (await byPolicy(exchange)) ?? authorizer.admit(exchange, method.scopes);
}

async function admitSigned(kernel: Kernel, exchange: Exchange): Promise<Admission | Refusal> {
  const caller = signedCaller(kernel, exchange);
  if (caller === undefined) return refuse("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  const name = callerArn(caller, exchange.api.accountId);
  return denial(kernel, exchange, caller.principal, name) ?? { caller };
}

function denial(kernel: Kernel, exchange: Exchange, principal: Principal, name: string): Refusal | undefined {
  const resource = exchange.calledArn;
  const context = { "aws:SourceIp": exchange.request.sourceIp };
  try {
    kernel.calls.authorize(principal, [{ action: "execute-api:Invoke", resource, context }]);
    return undefined;
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    const message = `User: ${name} is not authorized to perform: execute-api:Invoke on resource: ${resource}`;
    return refuse("ACCESS_DENIED", message, { member: "Message" });
  }
}
