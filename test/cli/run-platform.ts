import { run } from "../../cli/main";

/** What a command ended with. */
export interface CommandResult {
  readonly exitCode: typeof process.exitCode;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs a command as the command line does, in this process.
 * @param root - the folder of the project
 */
export async function runPlatform(root: string, ...args: readonly string[]): Promise<CommandResult> {
  let output = "";
  let errors = "";
  const stdout = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  process.exitCode = undefined;
  try {
    await run(root, ["node", "platform", ...args]);
    return { exitCode: process.exitCode, output, errors };
  } finally {
    process.exitCode = undefined;
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
