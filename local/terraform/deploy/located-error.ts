import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { TerraformError } from "../terraform-error";

/**
 * Errors of expressions and services say what is wrong; this adds where.
 * @param place - the address, with the argument where one is to blame
 */
export function located(error: unknown, place: string): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const message = reason.startsWith(place) ? reason : `${place}: ${reason}`;
  const ErrorType = error instanceof UnsupportedError ? UnsupportedError : TerraformError;
  return new ErrorType(message, { cause: error });
}

/** Runs the work of a service for a resource. */
export async function atAddress<T>(address: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw located(error, address);
  }
}

/** Evaluates something of a node. */
export function atPlace<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof UnsupportedError) throw located(error, place);
    throw error;
  }
}
