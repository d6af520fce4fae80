import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { collectionFunctions } from "./collections";
import { conversionFunctions } from "./conversions";
import { encodingFunctions } from "./encoding";
import { fileFunctions, hashFunctions } from "./files";
import { numberFunctions } from "./numbers";
import { setFunctions } from "./sets";
import { stringFunctions } from "./strings";

type TerraformFunction = (...values: unknown[]) => unknown;

const PURE: ReadonlyMap<string, TerraformFunction> = new Map<string, TerraformFunction>(
  Object.entries({
    ...collectionFunctions,
    ...conversionFunctions,
    ...encodingFunctions,
    ...hashFunctions,
    ...numberFunctions,
    ...setFunctions,
    ...stringFunctions,
  }),
);

/** Functions whose arguments the evaluator treats specially. */
const OF_THE_EVALUATOR = ["can", "try"];

/** Why some functions are left out on purpose. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["timestamp", "its value differs at every run, so that no plan would ever be empty"],
  ["uuid", "its value differs at every run, so that no plan would ever be empty"],
  ["bcrypt", "its value differs at every run, so that no plan would ever be empty"],
]);

/** The names of all functions that can be called. */
export function functionNames(): readonly string[] {
  return [...PURE.keys(), ...Object.keys(fileFunctions("")), ...OF_THE_EVALUATOR].sort();
}

/** Why a function cannot be called, if so. */
export function functionProblem(name: string): string | undefined {
  if (functionNames().includes(name)) return undefined;
  const reason = REFUSED.get(name);
  return reason === undefined
    ? `the local cloud does not model the function ${name}; compute the value in TypeScript`
    : `the local cloud refuses the function ${name}: ${reason}`;
}

/**
 * Calls a function of Terraform.
 * @param directory - from which file functions count relative paths
 * @throws ExpressionError when Terraform would refuse the arguments, UnsupportedError when it is not modelled
 */
export function callFunction(name: string, values: readonly unknown[], directory: string): unknown {
  const implementation = PURE.get(name) ?? new Map(Object.entries(fileFunctions(directory))).get(name);
  if (implementation === undefined) throw new UnsupportedError(functionProblem(name) ?? name);
  try {
    return implementation(...values);
  } catch (error) {
    throw error instanceof ExpressionError ? new ExpressionError(`${name}: ${error.message}`) : error;
  }
}
