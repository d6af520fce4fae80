import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeLockFiles } from "../../cli/lock/place-lock-files";
import { initArguments } from "../../cli/terraform/init-arguments";
import { parseLockFile } from "../../cli/terraform/lock-file";
import { replaceArchives } from "../../cli/verify-deploy/replace-archives";
import { ARCHIVE, AWS, lockBlock, lockText, writeStacks } from "./lock-fixture";

const LOCK = ".terraform.lock.hcl";

let root: string;
let outdir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "place-locks-"));
  outdir = join(root, "cdktf.out");
  const aws = { source: "aws", version: "5.100.0" };
  const archive = { source: "hashicorp/archive", version: "2.7.1" };
  writeStacks(outdir, { "dev-platform": { aws }, "dev-basket": { aws, archive } });
});

afterEach(() => rmSync(root, { recursive: true }));

const folderOf = (stack: string) => join(outdir, "stacks", stack);

function lockedIn(stack: string): readonly string[] {
  const path = join(folderOf(stack), LOCK);
  return parseLockFile(readFileSync(path, "utf8"), path).map(({ block }) => block);
}

describe("placeLockFiles", () => {
  const aws = lockBlock(AWS, "5.100.0");
  const archive = lockBlock(ARCHIVE, "2.7.1");

  test("gives every stack the blocks of its own providers, as they are", () => {
    writeFileSync(join(root, LOCK), lockText(archive, aws));

    placeLockFiles(root, outdir);

    expect(lockedIn("dev-platform")).toEqual([aws]);
    expect(lockedIn("dev-basket")).toEqual([archive, aws]);
  });

  test("takes its files back when the repository has none any more", () => {
    writeFileSync(join(root, LOCK), lockText(archive, aws));
    placeLockFiles(root, outdir);
    rmSync(join(root, LOCK));

    placeLockFiles(root, outdir);

    expect(existsSync(join(folderOf("dev-basket"), LOCK))).toBe(false);
  });

  test("leaves alone what terraform has written where the repository has none", () => {
    writeFileSync(join(folderOf("dev-platform"), LOCK), lockText(aws));

    placeLockFiles(root, outdir);

    expect(readFileSync(join(folderOf("dev-platform"), LOCK), "utf8")).toBe(lockText(aws));
  });

  test("makes init hold to the file", () => {
    const before = initArguments(folderOf("dev-basket"));
    writeFileSync(join(root, LOCK), lockText(archive, aws));

    placeLockFiles(root, outdir);

    expect(before).toEqual(["init", "-input=false", "-no-color"]);
    expect(initArguments(folderOf("dev-basket"))).toEqual([...before, "-lockfile=readonly"]);
  });

  test("replaceArchives drops the archive provider from the lock file as well", () => {
    writeFileSync(join(root, LOCK), lockText(archive, aws));
    placeLockFiles(root, outdir);

    replaceArchives(folderOf("dev-basket"));

    expect(lockedIn("dev-basket")).toEqual([aws]);
  });
});
