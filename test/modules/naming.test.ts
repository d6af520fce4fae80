import { NAME_LIMITS, type NamedKind, physicalName } from "../../modules/naming";

describe("physicalName", () => {
  test("joins environment, service and thing", () => {
    expect(physicalName("dev", "basket", "price-changes", "queue")).toBe("dev-basket-price-changes");
  });

  test("leaves the service out where the thing belongs to the environment", () => {
    expect(physicalName("dev", undefined, "shop", "event bus")).toBe("dev-shop");
  });

  test.each(Object.entries(NAME_LIMITS) as [NamedKind, number][])(
    "takes a %s name of %i characters, not one more",
    (kind, limit) => {
      const longest = "a".repeat(limit - "dev-svc-".length);

      expect(physicalName("dev", "svc", longest, kind)).toHaveLength(limit);
      expect(() => physicalName("dev", "svc", `${longest}a`, kind)).toThrow(
        `the ${kind} name "dev-svc-${longest}a" has ${limit + 1} characters; AWS takes ${limit}. Shorten the thing's name.`,
      );
    },
  );

  test.each(["Price", "price_changes", "-price", "price-", "price--changes", "1price", "", "prix-é"])(
    "refuses the part %p",
    (part) => {
      expect(() => physicalName("dev", "svc", part, "queue")).toThrow(
        `the thing part of the queue name is "${part}"; it must be kebab-case`,
      );
      expect(() => physicalName("dev", part, "thing", "queue")).toThrow(
        `the service part of the queue name is "${part}"`,
      );
      expect(() => physicalName(part, "svc", "thing", "queue")).toThrow(
        `the environment part of the queue name is`,
      );
    },
  );
});
