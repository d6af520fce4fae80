import { AwsError } from "../../kernel/errors";

const MOST_RESULTS = 60;

/** A part of a list, and the token for the next part if there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * @param list - which list of what it is, filter included; a token is good for the list that gave it
 * @param limit - 0 to 60; 0, which AWS takes as well, stands for the default of 60
 * @throws AwsError InvalidParameterException for a token that this list never gave
 */
export function pageOf<T>(
  list: string,
  all: readonly T[],
  limit: number | undefined,
  token: string | undefined,
): Page<T> {
  const start = token === undefined ? 0 : positionOf(list, token);
  const end = start + (limit || MOST_RESULTS);
  const items = all.slice(start, end);
  return end < all.length ? { items, next: tokenOf(list, end) } : { items };
}

function tokenOf(list: string, position: number): string {
  return Buffer.from(`${position} ${list}`).toString("base64");
}

function positionOf(list: string, token: string): number {
  const position = Number.parseInt(Buffer.from(token, "base64").toString(), 10);
  if (position > 0 && tokenOf(list, position) === token) return position;
  throw new AwsError("InvalidParameterException", "Invalid pagination token.");
}
