import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriftedResource } from "../../cli/deployment/drift-of";
import { runPlatform } from "../cli/run-platform";
import { GitHubServer, type Issue } from "./github-server";

const folder = mkdtempSync(join(tmpdir(), "drift-"));
const report = join(folder, "drift.json");
const github = new GitHubServer();
const environment = process.env;
let url: string;

beforeAll(async () => {
  url = await github.listen();
});

beforeEach(() => {
  github.reset();
  process.env = {
    ...environment,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: "octo/shop",
    GITHUB_TOKEN: "token-of-workflow",
  };
});

afterEach(() => {
  process.env = environment;
});

afterAll(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

function drift(found: readonly DriftedResource[], name = "dev", withoutCode: readonly string[] = []) {
  const stacks = [
    { stack: "dev-platform", applied: false, drift: [] },
    { stack: "dev-ordering", applied: true, drift: found },
  ];
  const drifted = found.length + withoutCode.length > 0;
  writeFileSync(report, JSON.stringify({ environment: name, drifted, stacks, withoutCode }));
  return runPlatform(
    folder,
    "github",
    "drift",
    name,
    "--report",
    report,
    "--run",
    "https://example.test/run",
  );
}

const queue: DriftedResource = {
  address: "aws_sqs_queue.checkout",
  kind: "change",
  differences: [{ argument: "visibility_timeout_seconds", applied: 60, found: 30 }, { argument: "policy" }],
};
const table: DriftedResource = { address: "aws_dynamodb_table.orders", kind: "destroy", differences: [] };

const issue = (values: Partial<Issue>): Issue => ({
  number: 1,
  title: "Something",
  body: "",
  state: "open",
  labels: ["drift"],
  author: "github-actions[bot]",
  ...values,
});

describe("platform github drift", () => {
  it("opens an issue that names what differs", async () => {
    expect(await drift([queue, table])).toEqual({
      exitCode: undefined,
      output: "opened https://github.com/octo/shop/issues/1000\n",
      errors: "",
    });
    expect(github.issues).toEqual([
      {
        number: 1000,
        title: "Drift in dev",
        state: "open",
        labels: ["drift"],
        author: "github-actions[bot]",
        body: `<!-- platform drift dev -->
Something in \`dev\` was changed outside of this repository, as [a check](https://example.test/run) found.

| stack | resource | differs in |
| --- | --- | --- |
| dev-ordering | \`aws_sqs_queue.checkout\` | \`visibility_timeout_seconds\`, \`policy\` |
| dev-ordering | \`aws_dynamodb_table.orders\` | is gone |

The values are what \`npx platform drift dev\` prints. Bring what should stay into the code, and let an apply
undo the rest. This text is written anew by every check; the issue is closed when nothing differs any more.
`,
      },
    ]);
  });

  it("updates the one issue of the environment, among all others with the label", async () => {
    github.issues.push(
      issue({ number: 1, body: "<!-- platform drift prod -->" }),
      issue({ number: 2, body: "<!-- platform drift dev -->", author: "mallory" }),
      issue({ number: 3, body: "<!-- platform drift dev -->", pull_request: {} }),
      issue({ number: 4, body: "<!-- platform drift dev -->", state: "closed" }),
      issue({ number: 5, body: "<!-- platform drift dev -->\nof yesterday" }),
    );

    const { output } = await drift([table]);

    expect(output).toBe("updated https://github.com/octo/shop/issues/5\n");
    expect(github.changes).toEqual(["PATCH /issues/5"]);
    expect(github.issues.at(-1)?.body).toContain("aws_dynamodb_table.orders");
  });

  it("closes the issue when nothing differs any more", async () => {
    await drift([queue]);

    const { output } = await drift([]);

    expect(output).toBe("closed https://github.com/octo/shop/issues/1000\n");
    expect(github.issues).toEqual([expect.objectContaining({ state: "closed", state_reason: "completed" })]);
    expect(github.comments.map(({ body }) => body)).toEqual([
      "dev is again as the code says, as [a check](https://example.test/run) found.",
    ]);
  });

  it("opens another issue when something differs again", async () => {
    await drift([queue]);
    await drift([]);
    await drift([table]);

    expect(github.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  it("does nothing when nothing differs and there is no issue", async () => {
    expect(await drift([])).toEqual({ exitCode: undefined, output: "no drift, and no issue\n", errors: "" });
    expect(github.changes).toEqual([]);
  });

  it("cuts a list that is longer than GitHub takes", async () => {
    await drift(Array.from({ length: 1_000 }, () => queue));

    const body = github.issues[0]?.body ?? "";
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain("The whole is what the command prints.");
  });

  it.each([
    ["", "holds no report, so drift must have failed: see its output."],
    ["{}", "is no report of drift: ✖ Invalid input: expected string, received undefined\n  → at environment"],
    ['{"environment":"prod","stacks":[],"withoutCode":[]}', "is a report of prod, not of dev."],
  ])("refuses the report %j", async (text, words) => {
    writeFileSync(report, text);

    const { exitCode, errors } = await runPlatform(folder, "github", "drift", "dev", "--report", report);

    expect(exitCode).toBe(1);
    expect(errors).toContain(words);
    expect(github.changes).toEqual([]);
  });
});
