import type { HttpRequest } from "./request";

/** The signed-in user behind a request. */
export interface Caller {
  readonly userName: string;
  readonly groups: readonly string[];
}

/** The group whose members may write products and read everybody's baskets and orders. */
export const ADMIN_GROUP = "admin";

/**
 * The caller by the claims that an authorizer verified. Id tokens name the user `cognito:username`,
 * access tokens `username`. Undefined without a token, or for a token that stands for no user.
 */
export function callerOf({ claims }: HttpRequest): Caller | undefined {
  const userName = claims?.["cognito:username"] ?? claims?.["username"];
  if (typeof userName !== "string" || userName === "") return undefined;
  return { userName, groups: readGroups(claims?.["cognito:groups"]) };
}

/** REST APIs flatten the list of groups to `admin,staff`, HTTP APIs to `[admin staff]`. */
function readGroups(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== "string") return [];
  const list = /^\[(.*)\]$/.exec(claim);
  const names = list ? (list[1] ?? "").split(" ") : claim.split(",");
  return names.filter((name) => name !== "");
}
