import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { RunFolder } from "../../cli/run-folder";

/** Stands for the app command: writes what `draft.json` says, or fails. */
const APP = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
for (const [path, text] of Object.entries(JSON.parse(readFileSync("draft.json", "utf8")))) {
  const file = join(process.env.CDKTF_OUTDIR, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (text === "broken") throw new Error("a broken stack");
}
`;

const CODE = "stacks/dev-tea/assets/api";

let root: string;
let folder: RunFolder;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "run-folder-"));
  mkdirSync(join(root, "cli"));
  writeFileSync(join(root, "cli", "app.mjs"), APP);
  folder = new RunFolder(root, "dev");
});

afterEach(() => rmSync(root, { recursive: true }));

function draft(files: Readonly<Record<string, string>>): void {
  writeFileSync(join(root, "draft.json"), JSON.stringify(files));
}

function filesBelow(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );
}

describe("RunFolder", () => {
  it("keeps the code in use beside the latest synthesis, and nothing else", async () => {
    draft({ "manifest.json": "1", [`${CODE}/a/index.mjs`]: "a", [`${CODE}/b/index.mjs`]: "b" });
    const stacks = await folder.synthesize();
    draft({ "manifest.json": "2", [`${CODE}/b/index.mjs`]: "b", [`${CODE}/c/index.mjs`]: "c" });

    expect(await folder.synthesize([join(stacks, CODE, "b"), "/elsewhere"])).toBe(stacks);
    expect(filesBelow(stacks)).toEqual({
      "manifest.json": "2",
      [`${CODE}/b/index.mjs`]: "b",
      [`${CODE}/c/index.mjs`]: "c",
    });

    draft({ "manifest.json": "3", [`${CODE}/d/index.mjs`]: "d" });
    await folder.synthesize([join(stacks, CODE, "b")]);
    expect(filesBelow(stacks)).toEqual({
      "manifest.json": "3",
      [`${CODE}/b/index.mjs`]: "b",
      [`${CODE}/d/index.mjs`]: "d",
    });
  });

  it("stays as it is when a synthesis fails", async () => {
    draft({ "manifest.json": "1", [`${CODE}/a/index.mjs`]: "a" });
    const stacks = await folder.synthesize();
    const before = filesBelow(stacks);
    draft({ "manifest.json": "broken" });

    await expect(folder.synthesize()).rejects.toThrow("a broken stack");

    expect(filesBelow(stacks)).toEqual(before);
    expect(readdirSync(join(stacks, ".."))).toEqual(["current"]);
  });

  it("is gone when it is removed", async () => {
    draft({ "manifest.json": "1" });
    await folder.synthesize();

    folder.remove();

    expect(readdirSync(join(root, "build", "local"))).toEqual([]);
  });

  it("removes what this process's id had before, and leaves what runs", () => {
    const runs = join(root, "build", "local");
    for (const name of ["dev", `prod-${process.pid}`, `prod-${process.ppid}`]) mkdirSync(join(runs, name));

    new RunFolder(root, "dev");

    expect(readdirSync(runs)).toEqual([`prod-${process.ppid}`]);
  });
});
