import { compileInput, type MakeInput } from "./input/make-input";
import type { Target } from "./target";

/** A target that has been checked, ready for events. */
export interface PreparedTarget extends Target {
  readonly makeInput: MakeInput;
}

/** @throws AwsError `ValidationException` for input that is wrong or said more than once */
export function prepare(target: Target): PreparedTarget {
  return { ...target, makeInput: compileInput(target) };
}
