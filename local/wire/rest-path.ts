import { AwsError } from "../kernel/errors";

/**
 * Matches a request path against a template such as `/functions/{Name}/invocations`; a last `{Name+}` takes the
 * rest of the path.
 * @returns the decoded parameters, or undefined when the path does not match
 * @throws AwsError when a parameter is not percent-encoded as it should
 */
export function matchRestPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.replace(/\/$/, "").split("/");
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)(\+?)\}$/.exec(part);
    if (name?.[1] !== undefined && name[2] === "+") {
      if (given.length <= index) return undefined;
      parameters[name[1]] = given.slice(index).map(decoded).join("/");
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (name?.[1] !== undefined) parameters[name[1]] = decoded(value);
    else if (part !== value) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AwsError(
      "InvalidRequestException",
      `the path has "${part}", which is not percent-encoded text`,
    );
  }
}
