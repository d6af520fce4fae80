import { constraintViolated, invalid } from "./errors";

const MOST_RESULTS = 100;

/** Which part of a list a request asks for. */
export interface PageRequest {
  /** 1 to 100; defaults to 100. */
  readonly Limit?: number;
  readonly NextToken?: string;
}

/** A part of a list, and the token for the next part if there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  /** To be spread into the answer. */
  readonly next: { readonly NextToken?: string };
}

/** @throws AwsError `ValidationException` for a limit out of range or a token that was never given */
export function pageOf<T>(all: readonly T[], { Limit = MOST_RESULTS, NextToken }: PageRequest): Page<T> {
  if (!Number.isInteger(Limit) || Limit < 1 || Limit > MOST_RESULTS) {
    throw constraintViolated(
      Limit,
      "limit",
      Limit < 1
        ? "Member must have value greater than or equal to 1"
        : `Member must have value less than or equal to ${MOST_RESULTS}`,
    );
  }
  const start = NextToken === undefined ? 0 : positionOf(NextToken);
  const end = start + Limit;
  const next = end < all.length ? { NextToken: Buffer.from(String(end)).toString("base64") } : {};
  return { items: all.slice(start, end), next };
}

function positionOf(token: string): number {
  const text = Buffer.from(token, "base64").toString("latin1");
  if (!/^\d+$/.test(text)) throw invalid("Parameter NextToken is not valid.");
  return Number(text);
}
