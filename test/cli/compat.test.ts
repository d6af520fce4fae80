import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wayOut } from "../../cli/compat/continuation";
import { copySources } from "../../cli/compat/project-copy";
import { run } from "../../cli/main";
import { dependencies } from "../../package.json";

const ROOT = join(__dirname, "..", "..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compat-test-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the way out replaces cdktf under its name, and makes it serve every provider package", () => {
  expect(wayOut({ cdktf: "0.21.0", zod: "4.0.0", "@cdktf/provider-aws": "20.1.0" })).toEqual([
    expect.stringMatching(/^dependencies\.cdktf=npm:cdktn@\d+\.\d+\.\d+$/),
    expect.stringMatching(/^dependencies\.constructs=\d+\.\d+\.\d+$/),
    "overrides.@cdktf/provider-aws.cdktf=$cdktf",
  ]);
});

test("the documented way out is the one that is tested", () => {
  const decision = readFileSync(join(ROOT, "docs/decisions/016-the-way-out-of-cdktf.md"), "utf8");

  for (const setting of wayOut(dependencies)) expect(decision).toContain(`'${setting}'`);
});

test("copySources copies what git tracks and what it would, and nothing that it ignores", async () => {
  const [source, target] = [join(folder, "source"), join(folder, "target")];
  mkdirSync(join(source, "deep"), { recursive: true });
  for (const name of ["tracked", "deleted", "deep/new", "ignored", ".gitignore"]) {
    writeFileSync(join(source, name), name === ".gitignore" ? "ignored\n" : name);
  }
  execFileSync("git", ["init", "--quiet"], { cwd: source });
  execFileSync("git", ["add", "tracked", "deleted"], { cwd: source });
  rmSync(join(source, "deleted"));

  await copySources(source, target);

  expect(readdirSync(target, { recursive: true }).sort()).toEqual([
    ".gitignore",
    "deep",
    "deep/new",
    "tracked",
  ]);
});

test("copySources says that it needs a git checkout", async () => {
  await expect(copySources(folder, join(folder, "target"))).rejects.toThrow(
    /^git cannot tell which files belong to the project: fatal: not a git repository/,
  );
});

test("compat ends with code 3 and leaves nothing behind where the npm registry cannot be reached", async () => {
  const [project, scratch] = [join(folder, "project"), join(folder, "scratch")];
  for (const made of [project, scratch]) mkdirSync(made);
  writeFileSync(join(project, "package.json"), "{}");
  execFileSync("git", ["init", "--quiet"], { cwd: project });
  const environment = process.env;
  process.env = {
    ...environment,
    TMPDIR: scratch,
    npm_config_cache: join(folder, "cache"),
    npm_config_registry: "http://127.0.0.1:9/",
  };
  let errors = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  try {
    await run(project, ["node", "platform", "compat"]);

    expect(process.exitCode).toBe(3);
    expect(errors).toMatch(/The npm registry cannot be reached:\n\n[\s\S]*ECONNREFUSED/);
    expect(readdirSync(scratch)).toEqual([]);
    expect(existsSync(join(project, "node_modules"))).toBe(false);
  } finally {
    jest.restoreAllMocks();
    process.env = environment;
    process.exitCode = 0;
  }
});
