import type { AccessRequest } from "../kernel/policy";
import type { Principal } from "../kernel/principal";

/** The condition keys of a request, in lower case, as IAM does not tell cases apart. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Everything that conditions may ask about a request: global keys, and those that the action brings along. */
export function requestContext(principal: Principal, request: AccessRequest, nowMs: number): RequestContext {
  const [, , , region, account] = request.resource.split(":");
  const keys: Record<string, string | readonly string[] | undefined> = {
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "aws:CurrentTime": String(nowMs),
    "aws:EpochTime": String(Math.floor(nowMs / 1000)),
    "aws:RequestedRegion": region || undefined,
    "aws:ResourceAccount": account || undefined,
    ...principalKeys(principal),
    ...request.context,
  };
  return new Map(
    Object.entries(keys).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), [value].flat()]],
    ),
  );
}

function principalKeys(principal: Principal): Record<string, string> {
  switch (principal.type) {
    case "role":
      return {
        "aws:PrincipalArn": principal.arn,
        "aws:PrincipalAccount": principal.arn.split(":")[4] ?? "",
        "aws:PrincipalType": "AssumedRole",
        "aws:PrincipalIsAWSService": "false",
      };
    case "service":
      return {
        "aws:SourceArn": principal.sourceArn,
        "aws:SourceAccount": principal.sourceAccount,
        "aws:PrincipalServiceName": principal.name,
        "aws:PrincipalIsAWSService": "true",
      };
    case "anonymous":
      return { "aws:PrincipalType": "Anonymous", "aws:PrincipalIsAWSService": "false" };
    case "operator":
      return {};
  }
}

/**
 * Puts values for the variables of a pattern, such as `${aws:PrincipalAccount}`; `${*}`, `${?}` and `${$}` stand for
 * the characters themselves.
 * @returns undefined when a variable has no value, so that nothing can match
 */
export function withPolicyVariables(pattern: string, context: RequestContext): string | undefined {
  let complete = true;
  const text = pattern.replace(/\$\{([^}]*)\}/g, (_whole, variable: string) => {
    if (["*", "?", "$"].includes(variable)) return variable;
    const [name = "", fallback] = variable.split(",").map((part) => part.trim());
    const value = context.get(name.toLowerCase())?.[0] ?? fallback?.replace(/^'|'$/g, "");
    if (value === undefined) complete = false;
    return value ?? "";
  });
  return complete ? text : undefined;
}
