import { createInterface } from "node:readline/promises";

/** Whether somebody sits at the terminal who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks a question that only `expected` answers with yes.
 * @param expected - what has to be typed
 */
export async function ask(question: string, expected: string, signal?: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(question, signal === undefined ? {} : { signal });
    return answer.trim() === expected;
  } catch (error) {
    if (signal?.aborted === true) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
