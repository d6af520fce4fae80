import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { bundleHandlers } from "../../modules/lambda-code";
import { decodeMappings, encodeMappings } from "../../modules/lambda-code/source-map-mappings";
import { FIXTURES } from "./synthesis";

describe("source map of a bundle", () => {
  const root = mkdtempSync(path.join(tmpdir(), "checkout-"));
  cpSync(FIXTURES, root, { recursive: true });
  const library = path.join(root, "node_modules", "library");
  mkdirSync(library, { recursive: true });
  writeFileSync(path.join(library, "package.json"), '{"name":"library","main":"index.js"}');
  writeFileSync(
    path.join(library, "index.js"),
    'export const wish = (name) => "from the library " + name;\n',
  );
  const worker = path.join(root, "services/sample/handlers/worker.ts");
  writeFileSync(
    worker,
    'import { wish } from "library";\nimport { greet } from "../greeting";\nexport const handler = () => wish(greet("worker"));\nexport function fail() {\n  throw new Error("on purpose");\n}\n',
  );
  bundleHandlers({ root });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const directory = path.join(root, "build/handlers/sample/worker");
  const code = readFileSync(path.join(directory, "index.mjs"), "utf8");
  const json = readFileSync(path.join(directory, "index.mjs.map"), "utf8");
  const map = new SourceMap(JSON.parse(json));

  function originOf(text: string): unknown {
    const before = code.slice(0, code.indexOf(text));
    const line = before.split("\n").length - 1;
    return map.findEntry(line, before.length - before.lastIndexOf("\n") - 1);
  }

  test("leads back to the lines of our own files", () => {
    expect(originOf("Good day")).toMatchObject({
      originalSource: "services/sample/greeting.ts",
      originalLine: 2,
    });
    expect(originOf('"worker"')).toMatchObject({
      originalSource: "services/sample/handlers/worker.ts",
      originalLine: 2,
    });
  });

  test("lets stack traces name files of the repository, wherever the bundle runs", () => {
    const elsewhere = path.join(root, "var", "task");
    cpSync(directory, elsewhere, { recursive: true });
    const main = path.join(elsewhere, "main.mjs");
    writeFileSync(
      main,
      'import { fail } from "./index.mjs";\ntry { fail(); } catch (error) { console.log(error.stack); }\n',
    );

    const { stdout } = spawnSync(process.execPath, ["--enable-source-maps", main], { encoding: "utf8" });

    expect(stdout).toContain("(repo:services/sample/handlers/worker.ts:5:");
  });

  test("says nothing of packages", () => {
    expect(code).toContain("from the library");
    expect(originOf('"from the library')).not.toHaveProperty("originalSource");
    expect(json).not.toContain("node_modules");
  });
});

describe("mappings", () => {
  test("are read as the format defines them", () => {
    expect(decodeMappings("AAAA,SAASA;;AACT,gBDDU")).toEqual([
      [
        { column: 0, origin: { source: 0, line: 0, column: 0, name: undefined } },
        { column: 9, origin: { source: 0, line: 0, column: 9, name: 0 } },
      ],
      [],
      [
        { column: 0, origin: { source: 0, line: 1, column: 0, name: undefined } },
        { column: 16, origin: { source: -1, line: 0, column: 10, name: undefined } },
      ],
    ]);
  });

  test("come out as they went in", () => {
    const index = fc.nat({ max: 2_000_000 });
    const origin = fc.option(
      fc.record({ source: index, line: index, column: index, name: fc.option(index, { nil: undefined }) }),
      { nil: undefined },
    );
    const line = fc
      .array(fc.record({ column: index, origin }))
      .map((segments) => segments.toSorted((a, b) => a.column - b.column));

    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        expect(decodeMappings(encodeMappings(lines))).toEqual(lines);
      }),
    );
  });
});
