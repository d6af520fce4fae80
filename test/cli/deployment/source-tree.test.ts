import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceTree } from "../../../cli/plan-bundle/source-tree";

let folder: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "source-tree-test-"));
  git("init", "--quiet");
  writeFileSync(join(folder, ".gitignore"), "build\n");
  writeFileSync(join(folder, "a"), "1");
  git("add", ".");
  git("commit", "--quiet", "--message", "one");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a clean checkout has the tree of its commit", async () => {
  writeFileSync(join(folder, "build"), "ignored");

  expect(await sourceTree(folder)).toEqual({
    commit: git("rev-parse", "HEAD"),
    tree: git("rev-parse", "HEAD^{tree}"),
    dirty: false,
  });
});

test("equal files in another commit are the same tree", async () => {
  const before = await sourceTree(folder);
  git("commit", "--quiet", "--allow-empty", "--message", "two");

  const after = await sourceTree(folder);

  expect(after.tree).toBe(before.tree);
  expect(after.commit).not.toBe(before.commit);
});

test.each(["a", "b"])(
  "a file that is not committed changes the tree, and nothing is staged: %s",
  async (file) => {
    const before = await sourceTree(folder);
    writeFileSync(join(folder, file), "2");

    const after = await sourceTree(folder);

    expect(after.dirty).toBe(true);
    expect(after.tree).not.toBe(before.tree);
    expect(git("diff", "--cached", "--name-only")).toBe("");
  },
);

test("a folder that is no checkout is refused", async () => {
  rmSync(join(folder, ".git"), { recursive: true });

  await expect(sourceTree(folder)).rejects.toThrow(
    "A plan is bound to the sources that it was made from, and git cannot tell which these are: fatal: not a git repository",
  );
});
