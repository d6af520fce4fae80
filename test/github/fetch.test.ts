import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { create, extract } from "tar";
import { runPlatform } from "../cli/run-platform";
import { type Artifact, GitHubServer } from "./github-server";
import { planBundle } from "./plan-bundle";

const REPOSITORY = 10;
const FORK = 20;
const OTHER_TREE = "b".repeat(40);

const folder = mkdtempSync(join(tmpdir(), "fetch-"));
const root = join(folder, "checkout");
const out = join(folder, "fetched.tar.gz");
/** Where the last bundle was before it was uploaded. */
const planned = join(folder, "planned.tar.gz");
const github = new GitHubServer();
const environment = process.env;
let url: string;
let commit: string;
let tree: string;

function git(...args: readonly string[]): string {
  const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...author, ...args], { encoding: "utf8" }).trim();
}

beforeAll(async () => {
  url = await github.listen();
  git("init", "--quiet", root);
  writeFileSync(join(root, "main.ts"), "export {};\n");
  git("-C", root, "add", ".");
  git("-C", root, "commit", "--quiet", "-m", "Sell kettles");
  commit = git("-C", root, "rev-parse", "HEAD");
  tree = git("-C", root, "rev-parse", "HEAD^{tree}");
});

beforeEach(() => {
  github.reset();
  rmSync(out, { force: true });
  github.issues.push({
    number: 7,
    title: "Sell kettles",
    body: "",
    state: "closed",
    labels: [],
    author: "ada",
    pull_request: {},
  });
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

const fetchBundle = (...args: readonly string[]) =>
  runPlatform(root, "github", "fetch", "dev", "--out", out, ...args);

/** How an artifact came to be; by default in a run of plan.yml for a pull request of this repository. */
interface Origin extends Partial<Pick<Artifact, "name" | "expired" | "zip">> {
  readonly path?: string;
  readonly event?: string;
  readonly head?: number;
}

/** Uploads a bundle and returns its digest. */
async function upload(id: number, made: { readonly commit: string }, origin: Origin = {}): Promise<string> {
  const { name = `plan-dev-${tree}`, expired = false } = origin;
  const { path = ".github/workflows/plan.yml", event = "pull_request", head = REPOSITORY } = origin;
  const digest = await planBundle(planned, { environment: "dev", tree, ...made });
  const { zip = zipSync({ "dev.tar.gz": readFileSync(planned) }) } = origin;
  github.artifacts.push({
    id,
    name,
    expired,
    workflow_run: { id, repository_id: REPOSITORY, head_repository_id: head },
    zip,
  });
  github.runs.push({ id, path, event });
  return digest;
}

/** The merged pull request, and the plan that it shows. */
function review(shown: { readonly digest: string; readonly tree?: string; readonly author?: string }): void {
  github.pullRequests.push(
    { number: 6, merged_at: null, merge_commit_sha: "d".repeat(40) },
    { number: 7, merged_at: "2026-11-22T06:48:50Z", merge_commit_sha: commit },
  );
  const mark = JSON.stringify({ environment: "dev", tree: shown.tree ?? tree, digest: shown.digest });
  const { author = "github-actions[bot]" } = shown;
  github.comments.push({ id: 1, issue: 7, author, body: `<!-- platform plan ${mark} -->\n1 to add\n` });
}

function refusal(reason: string) {
  return {
    exitCode: 6,
    output: "",
    errors: `Nothing is applied to dev: ${reason}

To go on, plan the main branch as it is, review that plan and apply it:
  gh workflow run plan.yml --ref main
  gh workflow run apply.yml --ref main -f environment=dev -f digest=<the digest in the plan's summary>
or open a pull request with the next change, and merge it. See docs/pipeline.md, "When a plan is stale".
`,
  };
}

describe("platform github fetch", () => {
  it("downloads what was reviewed in the merged pull request", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) });
    review({ digest });

    expect(await fetchBundle()).toEqual({
      exitCode: undefined,
      output: `bundle=${out}\ndigest=${digest}\n`,
      errors: "",
    });
    const { output } = await runPlatform(root, "github", "summary", out);
    expect(output).toContain(digest);
  });

  it("takes of several plans of the same files the one that the pull request shows", async () => {
    const digests: string[] = [];
    for (let run = 1; run <= 5; run++) digests.push(await upload(run, { commit: String(run).repeat(40) }));
    const [, , , reviewed = ""] = digests;
    review({ digest: reviewed });

    expect(await fetchBundle()).toMatchObject({
      exitCode: undefined,
      output: `bundle=${out}\ndigest=${reviewed}\n`,
    });
    expect((await runPlatform(root, "github", "summary", out)).output).toContain(reviewed);
  });

  it.each([
    ["no zip", () => Buffer.from("no zip")],
    ["an empty zip", () => zipSync({})],
    ["a zip of no bundle", () => zipSync({ "dev.tar.gz": Buffer.from("no bundle") })],
    ["a bundle that was cut off", () => zipSync({ "dev.tar.gz": readFileSync(planned).subarray(0, 200) })],
  ])("passes over %s and takes the bundle behind it", async (_, zip) => {
    const digest = await upload(2, { commit: "1".repeat(40) });
    await upload(1, { commit: "1".repeat(40) }, { zip: zip() });
    github.artifacts.reverse();
    review({ digest });

    expect(await fetchBundle()).toEqual({
      exitCode: undefined,
      output: `bundle=${out}\ndigest=${digest}\n`,
      errors: "",
    });
    expect((await runPlatform(root, "github", "summary", out)).output).toContain(digest);
  });

  it("passes over a bundle with the reviewed manifest whose content is another", async () => {
    const digest = await upload(2, { commit: "1".repeat(40) });
    const swapped = join(folder, "swapped");
    mkdirSync(swapped);
    await extract({ file: planned, cwd: swapped });
    writeFileSync(join(swapped, "summary.md"), "Nothing to see here.\n");
    await create({ cwd: swapped, file: `${swapped}.tar.gz`, gzip: true }, ["manifest.json", "summary.md"]);
    const zip = zipSync({ "dev.tar.gz": readFileSync(`${swapped}.tar.gz`) });
    await upload(1, { commit: "1".repeat(40) }, { zip });
    github.artifacts.reverse();
    review({ digest });

    expect(await fetchBundle()).toMatchObject({ exitCode: undefined });
    expect((await runPlatform(root, "github", "summary", out)).output).not.toContain("Nothing to see here.");
  });

  it("takes the digest that somebody gives, whatever the pull request says", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) }, { event: "workflow_dispatch" });

    expect(await fetchBundle("--digest", digest)).toMatchObject({ exitCode: undefined });
  });

  it("takes an empty digest for none", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) });
    review({ digest });

    expect(await fetchBundle("--digest", "")).toMatchObject({ exitCode: undefined });
  });

  it("refuses a commit that no pull request brought", async () => {
    await upload(1, { commit: "1".repeat(40) });

    expect(await fetchBundle()).toEqual(refusal(`no merged pull request ends in commit ${commit}.`));
  });

  it("refuses a pull request that shows no plan", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) });
    review({ digest, author: "mallory" });

    expect(await fetchBundle()).toEqual(refusal("pull request #7 shows no plan of it."));
  });

  it("refuses a plan of other files, as main moved before the merge", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) });
    review({ digest, tree: OTHER_TREE });

    expect(await fetchBundle()).toEqual(
      refusal(
        `the plan in pull request #7 is of other files (tree bbbbbbbbbbbb) than commit ${commit.slice(0, 12)} (tree ${tree.slice(0, 12)}). main moved between the plan and the merge.`,
      ),
    );
  });

  it("refuses a plan that has expired", async () => {
    const digest = await upload(1, { commit: "1".repeat(40) }, { expired: true });
    review({ digest });

    expect(await fetchBundle()).toEqual(refusal(`the artifact plan-dev-${tree} has expired.`));
  });

  it("refuses another bundle under the right name", async () => {
    const reviewed = `sha256:${"0".repeat(64)}`;
    await upload(1, { commit: "1".repeat(40) });
    review({ digest: reviewed });

    expect(await fetchBundle()).toEqual(
      refusal(`of 1 artifacts plan-dev-${tree}, none is the reviewed ${reviewed}.`),
    );
    expect(readdirSync(folder).filter((name) => name.startsWith("fetched"))).toEqual([]);
  });

  it.each([
    ["a fork", { head: FORK }],
    ["another workflow", { path: ".github/workflows/ci.yml" }],
    ["another event", { event: "push" }],
  ])("refuses a bundle that %s left", async (_, origin) => {
    const digest = await upload(1, { commit: "1".repeat(40) }, origin);
    review({ digest });

    expect(await fetchBundle()).toEqual(refusal(`no run of plan.yml left plan-dev-${tree}.`));
  });

  it.each(["sha256:12", "0".repeat(64)])("refuses the digest %s", async (digest) => {
    expect(await fetchBundle("--digest", digest)).toEqual({
      exitCode: 1,
      output: "",
      errors: `--digest must be sha256: and 64 hexadecimal digits, not "${digest}"\n`,
    });
  });

  it("says when there is no checkout", async () => {
    const { exitCode, errors } = await runPlatform(folder, "github", "fetch", "dev");

    expect(exitCode).toBe(1);
    expect(errors).toContain("git cannot tell which these are: fatal: not a git repository");
  });
});

describe("platform github settings", () => {
  const stacks = join(folder, "stacks");
  const settings = (name: string) => runPlatform(root, "github", "settings", name, "--stacks", folder);

  it("prints region, roles and artifact of an environment", async () => {
    const dev = {
      name: "dev",
      accountId: "111111111111",
      region: "eu-central-1",
      stateBucket: "states",
      deletionProtection: false,
      allowDestroy: [],
    };
    writeFileSync(join(folder, "environments.json"), JSON.stringify({ dev }));

    expect(await settings("dev")).toEqual({
      exitCode: undefined,
      output: `region=eu-central-1
plan-role=arn:aws:iam::111111111111:role/dev-pipeline-plan
apply-role=arn:aws:iam::111111111111:role/dev-pipeline-apply
artifact=plan-dev-${tree}
`,
      errors: "",
    });
  });

  it("refuses an environment that was not synthesized", async () => {
    const { exitCode, errors } = await settings("prod");

    expect(exitCode).toBe(1);
    expect(errors).toBe(
      `There is no environment "prod" in ${join(folder, "environments.json")}; it has dev.\n`,
    );
  });

  it("refuses a folder without synthesis", async () => {
    const { exitCode, errors } = await runPlatform(root, "github", "settings", "dev", "--stacks", stacks);

    expect(exitCode).toBe(1);
    expect(errors).toContain(`${stacks}/environments.json is missing; synthesize first: npm run synth`);
  });
});
