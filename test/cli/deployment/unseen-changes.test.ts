import { unseenChanges } from "../../../cli/deployment/unseen-changes";
import { planOf, resource } from "./plans";

const unseen = (...args: Parameters<typeof unseenChanges>) =>
  unseenChanges(...args).map(({ address }) => address);

test("without a reviewed plan every change is unseen", () => {
  const now = planOf(resource("a.a", ["create"], { after: {} }), resource("a.b", ["no-op"]));

  expect(unseen(undefined, now)).toEqual(["a.a"]);
});

test("what is left of a reviewed plan was seen", () => {
  const a = resource("a.a", ["create"], { after: { size: 1 } });
  const b = resource("a.b", ["update"], { before: { size: 1 }, after: { size: 2 } });

  expect(unseen(planOf(a, b), planOf(b))).toEqual([]);
});

test.each([
  ["another value", resource("a.a", ["create"], { after: { size: 2 } })],
  ["one more argument", resource("a.a", ["create"], { after: { size: 1, open: true } })],
  ["one argument less", resource("a.a", ["create"], { after: {} })],
  ["a value that is not known any more", resource("a.a", ["create"], { after: {}, unknown: { size: true } })],
  ["another action", resource("a.a", ["update"], { before: {}, after: { size: 1 } })],
  ["another resource", resource("a.b", ["create"], { after: { size: 1 } })],
])("%s is unseen", (_, change) => {
  const reviewed = planOf(resource("a.a", ["create"], { after: { size: 1 } }));

  expect(unseen(reviewed, planOf(change))).toEqual([change.address]);
});

test("a value that was to be known after apply may be known now", () => {
  const reviewed = resource("a.a", ["create"], {
    after: { name: "a", targets: [{ port: 1 }] },
    unknown: { arn: true, targets: [{ id: true }] },
  });
  const now = resource("a.a", ["create"], {
    after: { name: "a", arn: "arn:a", targets: [{ port: 1, id: "x" }] },
  });

  expect(unseen(planOf(reviewed), planOf(now))).toEqual([]);
});

test.each([
  ["gone already", ["delete", "create"] as const, ["create"] as const],
  ["created but broken", ["create"] as const, ["delete", "create"] as const],
])("a resource that is half way, %s, was seen", (_, then, now) => {
  const reviewed = resource("a.a", [...then], { after: { size: 1 } });

  expect(unseen(planOf(reviewed), planOf(resource("a.a", [...now], { after: { size: 1 } })))).toEqual([]);
});

test("what a replacement left to destroy was seen, and of a creation it was not", () => {
  const left = resource("a.a", ["delete"], { before: { size: 1 }, deposed: "c0ffee" });
  const reviewed = (actions: ("delete" | "create")[]) =>
    planOf(resource("a.a", actions, { after: { size: 1 } }));

  expect(unseen(reviewed(["create", "delete"]), planOf(left))).toEqual([]);
  expect(unseen(reviewed(["create"]), planOf(left))).toEqual(["a.a"]);
});

test("a destruction that was not reviewed is unseen", () => {
  const reviewed = resource("a.a", ["update"], { before: { size: 1 }, after: { size: 2 } });

  expect(unseen(planOf(reviewed), planOf(resource("a.a", ["delete"], { before: { size: 1 } })))).toEqual([
    "a.a",
  ]);
});
