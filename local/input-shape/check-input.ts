import { AwsError } from "../kernel/errors";
import { type Members, structure } from "./containers";
import type { Problem } from "./member";

/** AWS stops counting here. */
const MOST_PROBLEMS = 10;

/**
 * Makes the check of an operation's input.
 * @param code - what the service calls an input that breaks constraints, such as `ValidationException`
 */
export function inputCheck(code: string, members: Members): (input: unknown) => void {
  const whole = structure(members);
  return (input) => {
    const problems = whole.check(input);
    if (problems !== undefined) throw new AwsError(code, describe(problems));
  };
}

function describe(problems: readonly Problem[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ path, value, constraint }) => {
    return `Value ${shownValue(value)} at '${path}' failed to satisfy constraint: ${constraint}`;
  });
  const errors = shown.length === 1 ? "error" : "errors";
  return `${shown.length} validation ${errors} detected: ${shown.join("; ")}`;
}

function shownValue(value: unknown): string {
  if (value === undefined) return "null";
  return `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}
