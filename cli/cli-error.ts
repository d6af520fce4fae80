/** Something that the person at the terminal can mend; shown without a stack trace. */
export class CliError extends Error {
  override readonly name = "CliError";

  /** @param exitCode - 1 unless scripts tell this failure from others */
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}
