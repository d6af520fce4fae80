import { renderMarkdown, renderTable } from "../../../cli/plan-summary/render";
import {
  type Summary,
  sortStacks,
  summarizeStack,
  summarizeUnknown,
} from "../../../cli/plan-summary/summary";
import { noteOf } from "../cost/shop";
import { planOf, resource } from "./plans";

const table = resource("aws_dynamodb_table.orders", ["delete", "create"], {
  before: { hash_key: "id", name: "orders", arn: "arn:x" },
  after: { hash_key: "orderId", name: "orders" },
  unknown: { arn: true },
});
const role = resource("aws_iam_role.new", ["create"], { after: { name: "new" } });
const alarm = resource("aws_cloudwatch_metric_alarm.a", ["update"], {
  before: { threshold: 1, tags: {} },
  after: { threshold: 2, tags: {} },
  unknown: { tags: {} },
});
const same = resource("aws_sqs_queue.same", ["no-op"], { before: {}, after: {} });

const summary: Summary = {
  environment: "dev",
  commit: "c0ffee",
  dirty: false,
  stacks: sortStacks([
    summarizeUnknown("dev-late", ["dev-early"]),
    summarizeStack("dev-quiet", planOf(same), "No changes."),
    summarizeStack("dev-calm", planOf(role), "+ role"),
    summarizeStack("dev-wild", planOf(role, alarm, table), "-/+ table\n```"),
  ]),
  objections: [],
  cost: noteOf({}),
  notes: ["Something to know."],
};

test("the dangerous comes first, what is not known comes last", () => {
  expect(summary.stacks.map(({ name }) => name)).toEqual(["dev-wild", "dev-calm", "dev-quiet", "dev-late"]);
  expect(summary.stacks[0]?.changes).toEqual([
    { address: "aws_dynamodb_table.orders", kind: "replace", changes: ["arn", "hash_key"], holds: "items" },
    { address: "aws_cloudwatch_metric_alarm.a", kind: "change", changes: ["threshold"] },
    { address: "aws_iam_role.new", kind: "create", changes: [] },
  ]);
});

test("the table counts, says what is known after what, and what to look at first", () => {
  const text = renderTable(summary);

  expect(text).toMatch(/│ dev-wild\s+│\s+│\s+1 │\s+1 │\s+1 │\s+│/);
  expect(text).toMatch(/│ dev-quiet .*│ no changes\s+│/);
  expect(text).toMatch(/│ dev-late\s+│\s+\? │\s+\? │\s+\? │\s+\? │ known after dev-early │/);
  expect(text).toContain(
    "Look at these first:\n\n  dev-wild/aws_dynamodb_table.orders: replace (arn, hash_key), loses items",
  );
  expect(text).toContain("In full: npx platform cost test");
  expect(text).toContain("Something to know.");
});

test("the comment has the plans folded away, in fences that their text cannot close", () => {
  const [plan, cost] = renderMarkdown(summary).split("### Cost of ");

  expect(cost).toMatch(/^test: 0\.00/);
  expect(plan?.trimEnd()).toBe(`### Plan of dev

Commit \`c0ffee\`.

| stack | destroy | replace | change | create | |
| --- | --: | --: | --: | --: | --- |
| \`dev-wild\` |  | 1 | 1 | 1 |  |
| \`dev-calm\` |  |  |  | 1 |  |
| \`dev-quiet\` |  |  |  |  | no changes |
| \`dev-late\` | ? | ? | ? | ? | known after dev-early |

**Look at these first:**

- \`dev-wild\` \`aws_dynamodb_table.orders\`: replace (arn, hash_key), loses items

Something to know.

<details><summary>Plan of <code>dev-wild</code></summary>

\`\`\`\`text
-/+ table
\`\`\`
\`\`\`\`

</details>

<details><summary>Plan of <code>dev-calm</code></summary>

\`\`\`text
+ role
\`\`\`

</details>`);
});

test("a stopped plan says so first", () => {
  const objection = {
    stack: "dev-wild",
    address: "aws_s3_bucket.a",
    guard: "stateful",
    reason: "is lost",
  } as const;

  const text = renderMarkdown({ ...summary, dirty: true, objections: [objection] });

  expect(text).toContain("Commit `c0ffee`, with uncommitted changes.");
  expect(text).toMatch(
    /\*\*Stopped by a guard; this plan cannot be applied\.\*\*\n\n```text\nWhat holds data/,
  );
  expect(text.indexOf("Stopped")).toBeLessThan(text.indexOf("Look at these first"));
});
