import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../cli/commands/rules";
import { RULES } from "../../rules";

const LIST = { json: false, docs: false, check: false };
const root = mkdtempSync(join(tmpdir(), "rules-command-"));
const page = join(root, "docs/rules.md");
mkdirSync(join(root, "docs"));
afterAll(() => rmSync(root, { recursive: true }));

/** What the command prints. */
function printed(run: () => void): string {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    run();
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    write.mockRestore();
  }
}

describe("platform rules", () => {
  it("lists every rule in a table", () => {
    const output = printed(() => rules(root, LIST));

    for (const { id } of RULES) expect(output).toContain(` ${id} `);
  });

  it("lists every rule as JSON, with why and how to mend", () => {
    const output = printed(() => rules(root, { ...LIST, json: true }));

    expect(JSON.parse(output)).toEqual(
      RULES.map(({ id, title, why, source, mend }) => ({ id, title, why, source, mend })),
    );
  });

  it.each([{ docs: true }, { check: true }])("refuses to print JSON and %j at once", (option) => {
    expect(() => rules(root, { ...LIST, json: true, ...option })).toThrow(
      "Choose one of --json, and --docs or --check.",
    );
  });

  it("refuses a page that is missing or out of date, and takes the one it writes", () => {
    const check = () => rules(root, { ...LIST, check: true });
    const outOfDate = "docs/rules.md does not say what the code says; run: npx platform rules --docs";

    expect(check).toThrow(outOfDate);

    rules(root, { ...LIST, docs: true });
    expect(check).not.toThrow();
    for (const { id, source } of RULES) {
      expect(readFileSync(page, "utf8")).toContain(`## ${id}\n`);
      expect(readFileSync(page, "utf8")).toContain(source.url);
    }

    writeFileSync(page, `${readFileSync(page, "utf8")}\nBy hand.\n`);
    expect(check).toThrow(outOfDate);
  });
});
