import { invalidParameter } from "./errors";

/** SNS's page size. */
const PAGE_SIZE = 100;

/** The part of a list that a token asks for, and the token for the next part. */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("latin1"));
  if (!Number.isInteger(start)) throw invalidParameter("NextToken");
  const end = start + PAGE_SIZE;
  const next = end < all.length ? { NextToken: Buffer.from(String(end)).toString("base64") } : {};
  return { items: all.slice(start, end), next };
}
