import { createInterface } from "node:readline/promises";

/** Whether somebody sits at the terminal who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks a question that only `expected` answers with yes; Ctrl-C and Ctrl-D are a no.
 * @param expected - what has to be typed
 */
export async function ask(question: string, expected: string, signal?: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<boolean>((resolve) => {
      terminal.once("close", () => resolve(false));
      terminal.question(question, signal === undefined ? {} : { signal }).then(
        (answer) => resolve(answer.trim() === expected),
        () => resolve(false),
      );
    });
  } finally {
    terminal.close();
  }
}
