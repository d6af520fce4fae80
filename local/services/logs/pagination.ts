import { AwsError } from "../../kernel/errors";

/** One page of a list, and the token of the next one if there is more. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * Cuts a page out of a list; tokens are positions in it.
 * @throws AwsError InvalidParameterException for a token that is none
 */
export function pageOf<T>(all: readonly T[], limit: number, token: string | undefined): Page<T> {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  }
  const end = start + limit;
  return { items: all.slice(start, end), ...(end < all.length ? { nextToken: String(end) } : {}) };
}
