import type { BridgeEvent } from "../bridge-event";
import { invalid } from "../errors";
import type { Target } from "../target";
import { parseJsonPath } from "./json-path";
import { compileTransformer } from "./transformer";

/** An event on its way through a rule. */
export interface Occasion {
  readonly event: BridgeEvent;
  /** The event as text. */
  readonly json: string;
  readonly acceptedAtMs: number;
  readonly ruleName: string;
  readonly ruleArn: string;
}

/** What a target gets of an event, or why there is nothing to give. */
export type MakeInput = (
  occasion: Occasion,
) =>
  | { readonly text: string }
  | { readonly error: "INVALID_JSON" | "INVALID_PARAMETER"; readonly reason: string };

/**
 * Prepares what a target gets: its constant input, a part of the event, the transformed event, or the event.
 * @throws AwsError `ValidationException` when that is wrong or said more than once
 */
export function compileInput(target: Target): MakeInput {
  const { Id, Input, InputPath, InputTransformer } = target;
  const given = [Input, InputPath, InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (InputTransformer !== undefined) return compileTransformer(InputTransformer, Id);
  if (Input !== undefined) {
    checkJson(Input, Id);
    return () => ({ text: Input });
  }
  if (InputPath !== undefined) return compilePath(InputPath, Id);
  return ({ json }) => ({ text: json });
}

function compilePath(text: string, targetId: string): MakeInput {
  const path = parseJsonPath(text);
  if (path === undefined) throw invalid(`InputPath for target ${targetId} is invalid.`);
  return ({ event }) => {
    const value = path.read(event);
    return value === undefined
      ? { error: "INVALID_PARAMETER", reason: `the event has nothing at the input path ${text}` }
      : { text: JSON.stringify(value) };
  };
}

function checkJson(text: string, targetId: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalid(`JSON syntax error in input for target ${targetId}`);
  }
}
