/**
 * Matches a request path against a template such as `/functions/{Name}/invocations`; a last `{Name+}` takes the
 * rest of the path.
 * @returns the decoded parameters, or undefined when the path does not match
 */
export function matchRestPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.replace(/\/$/, "").split("/");
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)(\+?)\}$/.exec(part);
    if (name?.[1] !== undefined && name[2] === "+") {
      if (given.length <= index) return undefined;
      parameters[name[1]] = given.slice(index).map(decodeURIComponent).join("/");
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (name?.[1] !== undefined) parameters[name[1]] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}
