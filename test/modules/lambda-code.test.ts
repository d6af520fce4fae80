import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleHandlers, handlerBundle } from "../../modules/lambda-code";
import { FIXTURES } from "./synthesis";

const API = "services/sample/handlers/api.ts";
const WORKER = "services/sample/handlers/worker.ts";
const GREETING = "services/sample/greeting.ts";

let folders: string[] = [];

afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

/** A checkout of the fixtures in a folder of its own. */
function checkout(): string {
  const root = mkdtempSync(path.join(tmpdir(), "checkout-"));
  folders.push(root);
  cpSync(FIXTURES, root, { recursive: true });
  return root;
}

function filesOf(root: string): Record<string, string> {
  const bundles = path.join(root, "build", "handlers");
  const files = readdirSync(bundles, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.mjs(\.map)?$/.test(file),
  );
  return Object.fromEntries(
    files.sort().map((file) => [file, readFileSync(path.join(bundles, file), "utf8")]),
  );
}

describe("bundleHandlers", () => {
  test("puts every handler, minified, with its source map into a folder of its own", async () => {
    const root = checkout();

    const { all, cached } = bundleHandlers({ root });

    expect(cached).toBe(false);
    expect(all.map(({ entry, directory }) => [entry, path.relative(root, directory)])).toEqual([
      [API, "build/handlers/sample/api"],
      [WORKER, "build/handlers/sample/worker"],
    ]);
    expect(Object.keys(filesOf(root))).toEqual([
      "sample/api/index.mjs",
      "sample/api/index.mjs.map",
      "sample/worker/index.mjs",
      "sample/worker/index.mjs.map",
    ]);
    expect(filesOf(root)["sample/api/index.mjs"]).not.toContain("greet(");
    expect(all[0]?.sizeBytes).toBe(filesOf(root)["sample/api/index.mjs"]?.length);
  });

  test("makes the same bytes and hashes in any folder", () => {
    const [here, there] = [checkout(), checkout()];

    const [first, second] = [bundleHandlers({ root: here }), bundleHandlers({ root: there })];

    expect(filesOf(here)).toEqual(filesOf(there));
    expect(first.all.map(({ hash }) => hash)).toEqual(second.all.map(({ hash }) => hash));
    expect(JSON.stringify(filesOf(here))).not.toContain(path.basename(here));
  });

  test("builds nothing when no input changed", () => {
    const root = checkout();
    const built = bundleHandlers({ root });
    utimesSync(path.join(root, GREETING), new Date(1_000_000), new Date(1_000_000));

    const again = bundleHandlers({ root });

    expect(again).toEqual({ all: built.all, cached: true });
  });

  test.each([
    ["a handler", (root: string) => edit(root, API, 'greet("api")', 'greet("API")')],
    ["a file that a handler imports", (root: string) => edit(root, GREETING, "Good day", "Good evening")],
    ["an input, by as many characters", (root: string) => edit(root, GREETING, "Good day", "Good bye")],
    ["the locked packages", (root: string) => writeFileSync(path.join(root, "package-lock.json"), "{}")],
    ["the compiler's settings", (root: string) => writeFileSync(path.join(root, "tsconfig.json"), "{}")],
  ])("builds again after a change of %s", (_, change) => {
    const root = checkout();
    bundleHandlers({ root });

    change(root);

    expect(bundleHandlers({ root }).cached).toBe(false);
    expect(bundleHandlers({ root }).cached).toBe(true);
  });

  test("changes only the hash of the handlers that changed", () => {
    const root = checkout();
    const before = bundleHandlers({ root });
    edit(root, API, 'greet("api")', 'greet("API")');

    const after = bundleHandlers({ root });

    expect(after.all[0]?.hash).not.toBe(before.all[0]?.hash);
    expect(after.all[1]).toEqual(before.all[1]);
  });

  test("builds again when a bundle is gone, and removes bundles of handlers that are gone", () => {
    const root = checkout();
    bundleHandlers({ root });
    rmSync(path.join(root, "build/handlers/sample/api/index.mjs"));

    expect(bundleHandlers({ root }).cached).toBe(false);
    rmSync(path.join(root, WORKER));

    expect(bundleHandlers({ root }).all.map(({ entry }) => entry)).toEqual([API]);
    expect(readdirSync(path.join(root, "build/handlers/sample"))).toEqual(["api"]);
  });

  test("survives a damaged cache", () => {
    const root = checkout();
    bundleHandlers({ root });
    writeFileSync(path.join(root, "build/handlers/.cache/inputs.json"), '{"key":');

    expect(bundleHandlers({ root }).cached).toBe(false);
  });

  test("says where it looked when there are no handlers", () => {
    const root = mkdtempSync(path.join(tmpdir(), "empty-"));
    folders.push(root);
    mkdirSync(path.join(root, "services"));

    expect(() => bundleHandlers({ root })).toThrow(
      `no handlers: ${root}/services holds no <service>/handlers/<handler>.ts. Run from the repository's root.`,
    );
  });

  test("tells the file and line of a handler that does not compile", () => {
    const root = checkout();
    edit(root, API, "../greeting", "../missing");

    expect(() => bundleHandlers({ root })).toThrow(
      /services\/sample\/handlers\/api\.ts:1:\d+.*"\.\.\/missing"/s,
    );
  });
});

describe("handlerBundle", () => {
  test("is the latest bundle of the handler", () => {
    const root = checkout();
    const { all } = bundleHandlers({ root });

    expect(handlerBundle(WORKER)).toBe(all[1]);
  });

  test("names the known handlers when asked for another", () => {
    bundleHandlers({ root: checkout() });

    expect(() => handlerBundle("services/sample/handlers/gone.ts")).toThrow(
      `handler "services/sample/handlers/gone.ts" is not a file of services/<service>/handlers/. Known handlers: ${API}, ${WORKER}.`,
    );
  });
});

function edit(root: string, file: string, from: string, to: string): void {
  const target = path.join(root, file);
  writeFileSync(target, readFileSync(target, "utf8").replace(from, to));
}
