import { AwsError } from "../../../kernel/errors";

/** How long a token makes a repeated transaction one. */
const TOKEN_MS = 600_000;

interface Use {
  readonly request: string;
  readonly untilMs: number;
}

/** The transactions that were carried out under a client's token, for as long as a repetition is recognized. */
export class ClientTokens {
  /** By token, the oldest first. */
  private readonly uses = new Map<string, Use>();

  /**
   * Whether this very transaction was carried out under the token before.
   * @throws AwsError when the token stands for another
   */
  isRepetition(token: string | undefined, parts: unknown, nowMs: number): boolean {
    for (const [other, use] of this.uses) {
      if (use.untilMs > nowMs) break;
      this.uses.delete(other);
    }
    const use = token === undefined ? undefined : this.uses.get(token);
    if (use === undefined) return false;
    if (use.request === JSON.stringify(parts)) return true;
    throw new AwsError(
      "IdempotentParameterMismatchException",
      "DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.",
    );
  }

  /** Remembers a transaction that was carried out. */
  remember(token: string | undefined, parts: unknown, nowMs: number): void {
    if (token === undefined) return;
    this.uses.set(token, { request: JSON.stringify(parts), untilMs: nowMs + TOKEN_MS });
  }
}
