import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPlatform } from "../cli/run-platform";
import { GitHubServer, type Issue } from "./github-server";
import { planBundle } from "./plan-bundle";

const TREE = "a".repeat(40);
const OTHER_TREE = "b".repeat(40);
const pullRequest: Issue = {
  number: 7,
  title: "Sell kettles",
  body: "",
  state: "open",
  labels: [],
  author: "ada",
  pull_request: {},
};

const folder = mkdtempSync(join(tmpdir(), "comment-"));
const bundle = join(folder, "dev.tar.gz");
const github = new GitHubServer();
const environment = process.env;
let url: string;

beforeAll(async () => {
  url = await github.listen();
});

beforeEach(() => {
  github.reset();
  github.issues.push({ ...pullRequest });
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

const comment = (...args: readonly string[]) =>
  runPlatform(folder, "github", "comment", bundle, "--pull-request", "7", ...args);

describe("platform github comment", () => {
  it("shows the summary with digest, commit and the way to the bundle", async () => {
    const digest = await planBundle(bundle, {
      environment: "dev",
      tree: TREE,
      summary: "## dev\n\n1 to add\n",
    });

    const result = await comment("--artifact", "https://github.com/octo/shop/actions/runs/1/artifacts/2");

    expect(result).toEqual({
      exitCode: undefined,
      output: "https://github.com/octo/shop/pull/7#issuecomment-1000\n",
      errors: "",
    });
    expect(github.comments).toEqual([
      {
        id: 1000,
        issue: 7,
        author: "github-actions[bot]",
        body: `<!-- platform plan {"environment":"dev","tree":"${TREE}","digest":"${digest}"} -->
## dev

1 to add

---
This is [the plan bundle](https://github.com/octo/shop/actions/runs/1/artifacts/2) \`${digest}\`. After the merge it is applied as it is, provided that \`dev\` and \`main\` have not moved until then.
`,
      },
    ]);
  });

  it("promises no apply of what a guard has stopped", async () => {
    await planBundle(bundle, { environment: "dev", tree: TREE, stopped: true });
    await comment();

    expect(github.comments[0]?.body).toMatch(
      /This is the plan bundle `sha256:\w{64}`\. It cannot be applied\.\n$/,
    );
  });

  it("writes the environment's comment anew, however many others there are", async () => {
    await planBundle(bundle, { environment: "dev", tree: TREE });
    for (let other = 1; other <= 7; other++) {
      github.comments.push({ id: other, issue: 7, author: "ada", body: `Comment ${other}` });
    }
    await comment();
    const digest = await planBundle(bundle, { environment: "dev", tree: OTHER_TREE });

    const { output } = await comment();

    expect(output).toBe("https://github.com/octo/shop/pull/7#issuecomment-1000\n");
    expect(github.changes).toEqual(["POST /issues/7/comments", "PATCH /issues/comments/1000"]);
    expect(github.comments).toHaveLength(8);
    expect(github.comments.at(-1)?.body).toContain(digest);
  });

  it("keeps a comment for each environment", async () => {
    await planBundle(bundle, { environment: "dev", tree: TREE });
    await comment();
    await planBundle(bundle, { environment: "prod", tree: TREE });
    await comment();

    expect(github.changes).toEqual(["POST /issues/7/comments", "POST /issues/7/comments"]);
  });

  it("leaves what somebody else wrote alone, even if it looks like a plan", async () => {
    const digest = await planBundle(bundle, { environment: "dev", tree: TREE });
    const mark = `<!-- platform plan {"environment":"dev","tree":"${TREE}","digest":"${digest}"} -->`;
    github.comments.push({ id: 1, issue: 7, author: "mallory", body: mark });

    await comment();

    expect(github.comments.map(({ author }) => author)).toEqual(["mallory", "github-actions[bot]"]);
    expect(github.comments[0]?.body).toBe(mark);
  });

  it("writes a person's own comment with a person's token", async () => {
    process.env["GITHUB_TOKEN"] = "token-of-ada";
    await planBundle(bundle, { environment: "dev", tree: TREE });
    await comment();
    await comment();

    expect(github.changes).toEqual(["POST /issues/7/comments", "PATCH /issues/comments/1000"]);
    expect(github.comments[0]?.author).toBe("ada");
  });

  it("cuts a summary that is longer than GitHub takes, and closes what is open", async () => {
    const lines = "+ aws_sqs_queue.orders\n".repeat(4_000);
    await planBundle(bundle, {
      environment: "dev",
      tree: TREE,
      summary: `<details>\n\n\`\`\`diff\n${lines}\`\`\`\n\n</details>\n`,
    });

    const { exitCode } = await comment("--artifact", "https://example.test/bundle");

    const body = github.comments[0]?.body ?? "";
    expect(exitCode).toBeUndefined();
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(64_000);
    expect(body).toContain(`+ aws_sqs_queue.orders
\`\`\`
</details>

**Cut here: GitHub takes no longer text.** The whole is \`summary.md\` in [the plan bundle](https://example.test/bundle).

---
This is`);
  });

  it.each([
    ["a fence of four", "````text", "```\n", "````"],
    ["a fence of tildes", "~~~~diff", "~~~\n", "~~~~"],
    ["a fence after one that is closed", "```text\n`````\n  ````text", "```\n", "````"],
    ["a fence after a line that only looks like one", "```not` a fence\n\n````", "```text\n```\n", "````"],
  ])("closes %s, so that the digest stays outside of it", async (_, opening, line, closing) => {
    await planBundle(bundle, {
      environment: "dev",
      tree: TREE,
      summary: `<details>\n\n${opening}\n${`${line}<details>\n`.repeat(8_000)}`,
    });

    await comment();

    const body = github.comments[0]?.body ?? "";
    expect(body).toContain(`\n${closing}\n</details>\n\n**Cut here:`);
    expect(body.length).toBeLessThanOrEqual(65_536);
  });

  it("closes no fence that was closed before the cut", async () => {
    await planBundle(bundle, {
      environment: "dev",
      tree: TREE,
      summary: `\`\`\`\`text\n\`\`\`\n\`\`\`\`\n${"1 to add\n".repeat(8_000)}`,
    });

    await comment();

    expect(github.comments[0]?.body).toContain("\n1 to add\n\n**Cut here:");
  });

  it.each([65_536, 65_537])("fits GitHub's limit with a body of %i characters", async (length) => {
    await planBundle(bundle, { environment: "dev", tree: TREE, summary: "" });
    const { output: frame } = await runPlatform(folder, "github", "summary", bundle);
    const summary = `${"x".repeat(99)}\n`.repeat(1_000).slice(0, length - frame.length);
    await planBundle(bundle, { environment: "dev", tree: TREE, summary });

    await comment();

    const body = github.comments[0]?.body ?? "";
    expect(body.includes("Cut here")).toBe(length > 65_536);
    expect(body.length).toBeLessThanOrEqual(65_536);
  });

  it("says which permission the job lacks", async () => {
    await planBundle(bundle, { environment: "dev", tree: TREE });
    github.forbidden.set(/^POST/, "issues=write; pull_requests=write");

    expect(await comment()).toEqual({
      exitCode: 1,
      output: "",
      errors: `GitHub answered 403 to POST /repos/octo/shop/issues/7/comments: Resource not accessible by integration
It needs a token with the permission issues=write; pull_requests=write.
`,
    });
  });

  it.each([
    [
      { GITHUB_TOKEN: "expired" },
      1,
      "GitHub answered 401 to GET /user: Bad credentials\nIs GITHUB_TOKEN set to a token that is still valid?\n",
    ],
    [{ GITHUB_TOKEN: "" }, 1, "GITHUB_TOKEN is not set; on a laptop: GITHUB_TOKEN=$(gh auth token)\n"],
    [
      { GITHUB_REPOSITORY: "" },
      1,
      "Which repository? Give --repository owner/name, or set GITHUB_REPOSITORY; it is not set.\n",
    ],
    [
      { GITHUB_REPOSITORY: "shop" },
      1,
      "Which repository? Give --repository owner/name, or set GITHUB_REPOSITORY; it is shop.\n",
    ],
    [
      { GITHUB_REPOSITORY: "octo/tea" },
      1,
      "GitHub answered 404 to GET /repos/octo/tea/issues/7/comments: Not Found\nIt does not exist, or the token may not see it.\n",
    ],
    [{ GITHUB_API_URL: "http://127.0.0.1:1" }, 1, "GET /user: nothing answers: "],
  ])("says what is wrong with %j", async (variables, exitCode, words) => {
    await planBundle(bundle, { environment: "dev", tree: TREE });
    Object.assign(process.env, variables);

    const result = await comment();

    expect(result).toMatchObject({ exitCode, output: "" });
    expect(result.errors).toContain(words);
  });

  it.each(["0", "x7", "-1"])("refuses the pull request %s", async (number) => {
    expect(await runPlatform(folder, "github", "comment", bundle, `--pull-request=${number}`)).toEqual({
      exitCode: 1,
      output: "",
      errors: `--pull-request must be the number of a pull request, not "${number}"\n`,
    });
  });
});

describe("platform github summary", () => {
  it("prints what the comment would say, and asks nobody", async () => {
    delete process.env["GITHUB_TOKEN"];
    await planBundle(bundle, { environment: "dev", tree: TREE, summary: "## dev\n\n1 to add\n" });

    const { exitCode, output } = await runPlatform(folder, "github", "summary", bundle);

    expect(exitCode).toBeUndefined();
    expect(output).toContain("1 to add\n\n---\nThis is the plan bundle `sha256:");
  });

  it("refuses a bundle that is missing", async () => {
    const path = join(folder, "missing.tar.gz");

    expect(await runPlatform(folder, "github", "summary", path)).toMatchObject({
      exitCode: 1,
      errors: `There is no plan bundle ${path}\n`,
    });
  });

  it("refuses a file that is no archive", async () => {
    const path = join(folder, "text.tar.gz");
    writeFileSync(path, "not an archive");

    const { exitCode, errors } = await runPlatform(folder, "github", "summary", path);

    expect(exitCode).toBe(1);
    expect(errors).toContain("is no plan bundle");
  });
});
