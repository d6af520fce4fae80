import type { AccessRequest } from "../kernel/policy";
import type { Principal } from "../kernel/principal";

/** The condition keys of a request, in lower case, as IAM does not tell cases apart. */
export interface RequestContext {
  /** @param key - in lower case */
  get(key: string): readonly string[] | undefined;
}

/**
 * Everything that conditions may ask about a request: global keys, and those that the action brings along. A value is
 * made when it is asked for: of most requests one or two are.
 */
export function requestContext(principal: Principal, request: AccessRequest, nowMs: number): RequestContext {
  return {
    get: (key) => {
      const value = ownKey(request, key) ?? principalKey(principal, key) ?? globalKey(request, key, nowMs);
      if (value === undefined) return undefined;
      return typeof value === "string" ? [value] : value;
    },
  };
}

function ownKey({ context = {} }: AccessRequest, key: string): string | readonly string[] | undefined {
  for (const name in context) if (name.toLowerCase() === key) return context[name];
  return undefined;
}

function globalKey({ resource }: AccessRequest, key: string, nowMs: number): string | undefined {
  switch (key) {
    case "aws:securetransport":
      return "true";
    case "aws:viaawsservice":
      return "false";
    case "aws:currenttime":
      return String(nowMs);
    case "aws:epochtime":
      return String(Math.floor(nowMs / 1000));
    case "aws:requestedregion":
      return resource.split(":")[3] || undefined;
    case "aws:resourceaccount":
      return resource.split(":")[4] || undefined;
    default:
      return undefined;
  }
}

function principalKey(principal: Principal, key: string): string | undefined {
  if (key === "aws:principalisawsservice" && principal.type !== "operator") {
    return String(principal.type === "service");
  }
  switch (principal.type) {
    case "role":
      if (key === "aws:principalarn") return principal.arn;
      if (key === "aws:principalaccount") return principal.arn.split(":")[4] ?? "";
      return key === "aws:principaltype" ? "AssumedRole" : undefined;
    case "service":
      if (key === "aws:sourcearn") return principal.sourceArn;
      if (key === "aws:sourceaccount") return principal.sourceAccount;
      return key === "aws:principalservicename" ? principal.name : undefined;
    case "anonymous":
      return key === "aws:principaltype" ? "Anonymous" : undefined;
    case "operator":
      return undefined;
  }
}

/**
 * Puts values for the variables of a pattern, such as `${aws:PrincipalAccount}`; `${*}`, `${?}` and `${$}` stand for
 * the characters themselves.
 * @returns undefined when a variable has no value, so that nothing can match
 */
export function withPolicyVariables(pattern: string, context: RequestContext): string | undefined {
  if (!pattern.includes("${")) return pattern;
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
