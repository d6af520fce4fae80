import { driftOf } from "../../../cli/deployment/drift-of";
import type { ResourceChange } from "../../../cli/terraform/plan-json";
import { planOf, resource } from "./plans";

const drift = (...drifted: ResourceChange[]) => driftOf({ ...planOf(), resource_drift: drifted });

test("a changed argument is told with what was applied and what was found", () => {
  const before = { timeout: 10, name: "a" };

  expect(
    drift(resource("aws_lambda_function.a", ["update"], { before, after: { ...before, timeout: 99 } })),
  ).toEqual([
    {
      address: "aws_lambda_function.a",
      kind: "change",
      differences: [{ argument: "timeout", applied: 10, found: 99 }],
    },
  ]);
});

test("a resource that is gone is told as such", () => {
  expect(drift(resource("aws_sqs_queue.a", ["delete"], { before: { name: "a" } }))).toEqual([
    { address: "aws_sqs_queue.a", kind: "destroy", differences: [] },
  ]);
});

test.each([
  ["an empty object", {}],
  ["an empty list", []],
  ["an empty text", ""],
])("nothing and %s are the same", (_, empty) => {
  const change = resource("aws_sqs_queue.a", ["update"], { before: { tags: null }, after: { tags: empty } });

  expect(drift(change)).toEqual([]);
});

test("zero and false are no nothing", () => {
  const before = { size: null, open: null };

  const [found] = drift(resource("a.a", ["update"], { before, after: { size: 0, open: false } }));

  expect(found?.differences.map(({ argument }) => argument)).toEqual(["open", "size"]);
});

test.each([
  ["before", { before_sensitive: { password: true } }],
  ["after", { after_sensitive: { password: true } }],
  ["in a part of it", { after_sensitive: { password: [{ text: true }] } }],
])("a value that is sensitive %s is not told", (_, marks) => {
  const change = resource("a.a", ["update"], { before: { password: "old" }, after: { password: "new" } });

  const found = drift({ ...change, change: { ...change.change, ...marks } });

  expect(found).toEqual([{ address: "a.a", kind: "change", differences: [{ argument: "password" }] }]);
});

test("data sources do not drift", () => {
  expect(drift(resource("a.a", ["update"], { mode: "data", before: { x: 1 }, after: { x: 2 } }))).toEqual([]);
});
