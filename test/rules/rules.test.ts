import { RULES } from "../../rules";
import { CAPACITY_CASES } from "./cases/capacity";
import type { Cases } from "./cases/case";
import { CLOSED_CASES } from "./cases/closed";
import { CONSUMER_CASES } from "./cases/consumers";
import { DEAD_LETTER_CASES } from "./cases/dead-letters";
import { LOSS_CASES } from "./cases/losses";
import { NAME_CASES } from "./cases/names";
import { PERMISSION_CASES } from "./cases/permissions";
import { SENDER_CASES } from "./cases/senders";
import { WATCHED_CASES } from "./cases/watched";
import { check, SETTINGS } from "./synthesized-stack";

const CASES: Readonly<Record<string, Cases>> = {
  ...DEAD_LETTER_CASES,
  ...SENDER_CASES,
  ...LOSS_CASES,
  ...CONSUMER_CASES,
  ...CAPACITY_CASES,
  ...NAME_CASES,
  ...CLOSED_CASES,
  ...PERMISSION_CASES,
  ...WATCHED_CASES,
};

it("every rule is tried", () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const { breaks, keeps } = CASES[id] ?? { breaks: {}, keeps: {} };

  it.each(Object.entries(breaks))("is broken by %s", (_, { says, ...content }) => {
    const { violations, error } = check([rule], { "test-shop": content });

    expect(violations).toEqual(
      says.map((each) => (each.startsWith(":") ? `test-shop${each}` : `test-shop/${each}`)),
    );
    expect(error?.message).toContain(
      `    ${id}: ${says[0]?.replace(/^[\w-]*: /, "")}\n    Mend: ${rule.mend}`,
    );
  });

  it.each(Object.entries(keeps))("is kept by %s", (_, content) => {
    const { violations } = check([rule], { "test-shop": content });

    expect(violations).toEqual([]);
  });
});

const ASKED_FOR = RULES.flatMap((rule) => {
  const { breaks, offWith } = CASES[rule.id] ?? { breaks: {} };
  const [first] = Object.values(breaks);
  return offWith === undefined || first === undefined ? [] : [{ id: rule.id, rule, first, offWith }];
});

it.each(ASKED_FOR)(
  "$id does not hold where the environment does not ask for it",
  ({ rule, first, offWith }) => {
    const { violations } = check([rule], { "test-shop": first }, { ...SETTINGS, ...offWith });

    expect(violations).toEqual([]);
  },
);
