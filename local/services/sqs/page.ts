import { invalidValue } from "./errors";

/** Part of a list, and the token for the next part. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** SQS's own limit of a page. */
const MOST_RESULTS = 1_000;

/**
 * The part of a list that a token and a limit ask for.
 * @throws AwsError `InvalidParameterValue` for a limit out of range or a token that was never given
 */
export function pageOf<T>(
  all: readonly T[],
  maxResults: number | undefined,
  token: string | undefined,
): Page<T> {
  const most = maxResults ?? MOST_RESULTS;
  if (!Number.isInteger(most) || most < 1 || most > MOST_RESULTS) {
    throw invalidValue("MaxResults", most, `Must be between 1 and ${MOST_RESULTS}, if provided.`);
  }
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("latin1"));
  if (!Number.isInteger(start)) throw invalidValue("NextToken", token, "The token is not valid.");
  const end = start + most;
  return {
    items: all.slice(start, end),
    ...(end < all.length ? { nextToken: Buffer.from(String(end)).toString("base64") } : {}),
  };
}
