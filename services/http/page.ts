import * as z from "zod";
import { parseClientJson } from "./parse-json";

/** One page of a list; `next` is where the following page starts. */
export interface Page<Item, Position> {
  readonly items: readonly Item[];
  readonly next?: Position | undefined;
}

/** A page as clients see it. */
export interface PageBody<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
const LIMIT_RULE = `must be a whole number from 1 to ${MAX_LIMIT}`;

/** A kind of list: its name is part of each token, so a token of one list does not open another. */
export interface Paging<Position> {
  /** The query fields `limit` (default 25) and `nextToken`, the latter decoded to a position. */
  readonly query: {
    readonly limit: z.ZodType<number>;
    readonly nextToken: z.ZodType<Position | undefined>;
  };
  /** Turns a page into what clients see. */
  toBody<Item>(page: Page<Item, Position>): PageBody<Item>;
}

/** Page tokens for the list `name`: clients pass them back unread, and a forged one is a 400. */
export function paging<Position extends object>(
  name: string,
  position: z.ZodType<Position>,
): Paging<Position> {
  const content = z.object({ list: z.literal(name), position });
  return {
    query: {
      limit: z
        .string()
        .regex(/^(?:[1-9]\d?|100)$/, LIMIT_RULE)
        .transform(Number)
        .default(DEFAULT_LIMIT),
      nextToken: z
        .string()
        .max(2_048)
        .optional()
        .transform((token, context) => {
          if (token === undefined) return undefined;
          const decoded = content.safeParse(decode(token));
          if (decoded.success) return decoded.data.position;
          context.addIssue(
            "must be the nextToken of an earlier answer of this list; leave it out to start over",
          );
          return z.NEVER;
        }),
    },
    toBody({ items, next }) {
      return { items, ...(next && { nextToken: encode({ list: name, position: next }) }) };
    },
  };
}

function encode(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

function decode(token: string): unknown {
  try {
    return parseClientJson(Buffer.from(token, "base64url"));
  } catch {
    return undefined;
  }
}
