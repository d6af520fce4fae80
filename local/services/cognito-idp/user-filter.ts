import { AwsError } from "../../kernel/errors";
import type { User } from "./state";

/** What a filter can look at, and how it reads it; custom attributes are not searchable. */
const SEARCHABLE: ReadonlyMap<string, (user: User) => string | undefined> = new Map([
  ["username", (user: User) => user.username],
  ["cognito:user_status", (user: User) => user.status],
  ["status", (user: User) => (user.enabled ? "Enabled" : "Disabled")],
  ...["email", "phone_number", "name", "given_name", "family_name", "preferred_username", "sub"].map(
    (name) => [name, (user: User) => user.attributes.get(name)] as const,
  ),
]);

/** `attribute = "value"` or `attribute ^= "start of the value"`, with `\"` for a quotation mark in the value. */
const FILTER = /^\s*"?([^\s"=^]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s;

/**
 * Whether a user is among those that a ListUsers filter finds.
 * @param filter - an empty one finds everybody
 * @throws AwsError InvalidParameterException for a filter that cannot be read, or an attribute that is not searchable
 */
export function userFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === "") return () => true;
  const [, attribute, comparison, escaped] = FILTER.exec(filter) ?? [];
  if (attribute === undefined || escaped === undefined) {
    throw new AwsError("InvalidParameterException", "Error while parsing filter.");
  }
  const read = SEARCHABLE.get(attribute);
  if (read === undefined) {
    throw new AwsError("InvalidParameterException", `Invalid search attribute: ${attribute}`);
  }
  // All statuses are written in capitals, and AWS finds them written in any way.
  const given = escaped.replace(/\\(.)/gs, "$1");
  const value = attribute === "cognito:user_status" ? given.toUpperCase() : given;
  if (comparison === "=") return (user) => read(user) === value;
  return (user) => read(user)?.startsWith(value) ?? false;
}
