import fc from "fast-check";
import * as z from "zod";
import { paging } from "../../../services/http/page";

const things = paging("things", z.object({ id: z.string().min(1) }));
const query = z.object(things.query);

function tokenFor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

test("a page without successor has no token", () => {
  expect(things.toBody({ items: [1, 2] })).toEqual({ items: [1, 2] });
});

test("a token leads back to the position it was made of", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (id) => {
      const { nextToken } = things.toBody({ items: [], next: { id } });

      expect(query.parse({ nextToken }).nextToken).toEqual({ id });
    }),
  );
});

test.each([
  ["not base64", "%%%"],
  ["not JSON", Buffer.from("{id:1}").toString("base64url")],
  ["of another list", tokenFor({ list: "others", position: { id: "1" } })],
  ["without position", tokenFor({ list: "things" })],
  ["with a position of another shape", tokenFor({ list: "things", position: { id: 1 } })],
  [
    "with half a character",
    Buffer.from('{"list":"things","position":{"id":"\\ud800"}}').toString("base64url"),
  ],
  ["empty", ""],
  ["overlong", "a".repeat(3_000)],
])("a token that is %s is refused", (_name, nextToken) => {
  const { success, error } = query.safeParse({ nextToken });

  expect(success).toBe(false);
  expect(error?.issues.map(({ path }) => path)).toEqual([["nextToken"]]);
});

test.each([
  [undefined, 25],
  ["1", 1],
  ["100", 100],
])("the limit %p means %p", (limit, expected) => {
  expect(query.parse({ limit }).limit).toBe(expected);
});

test.each(["0", "101", "-1", "1.5", "many", ""])("the limit %p is refused", (limit) => {
  const { error } = query.safeParse({ limit });

  expect(error?.issues).toEqual([
    expect.objectContaining({ path: ["limit"], message: "must be a whole number from 1 to 100" }),
  ]);
});
