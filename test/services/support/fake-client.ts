/** A command as an SDK client gets it. */
export interface SentCommand {
  readonly name: string;
  readonly input: Record<string, unknown>;
}

/**
 * Stands in for an SDK client: records every command and gives the prepared answers in turn, errors are
 * thrown. Once they are used up, every command is answered `{}`.
 */
export class FakeClient {
  readonly sent: SentCommand[] = [];
  readonly #answers: unknown[];

  constructor(...answers: unknown[]) {
    this.#answers = answers;
  }

  readonly send = async (command: object): Promise<never> => {
    const { input } = command as { input: Record<string, unknown> };
    this.sent.push({ name: command.constructor.name, input });
    const answer = this.#answers.length > 0 ? this.#answers.shift() : {};
    if (answer instanceof Error) throw answer;
    return answer as never;
  };
}
