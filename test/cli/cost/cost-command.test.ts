import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cost } from "../../../cli/commands/cost";
import { costDocs } from "../../../cli/commands/cost-docs";
import { PRICES } from "../../../cli/cost/prices";
import { QUOTAS } from "../../../cli/cost/quotas";
import { loadEnvironments } from "../../../environments";
import { SYNTHESIZED_STACKS } from "../../synthesized-stacks";

const ROOT = join(__dirname, "..", "..", "..");
const PROD = { environment: "prod", stacks: SYNTHESIZED_STACKS, json: false, markdown: false };

/** What the command prints. */
async function printed(options: Partial<typeof PROD>): Promise<string> {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await cost(ROOT, { ...PROD, ...options });
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    write.mockRestore();
  }
}

describe("platform cost", () => {
  it("prints tables", async () => {
    const output = await printed({});

    expect(output).toMatch(/^prod in eu-central-1\n/);
    expect(output).toMatch(/│ prod-catalog +│ +\d+\.\d\d │/);
    expect(output).toContain("First quota of AWS that the peak would reach: ");
  });

  it("prints everything as JSON, for scripts", async () => {
    const note = JSON.parse(await printed({ json: true }));

    expect(Object.keys(note)).toEqual([
      "environment",
      "region",
      "traffic",
      "stacks",
      "total",
      "lines",
      "free",
      "notPriced",
      "limits",
      "firstQuota",
      "firstOwnLimit",
      "warnings",
    ]);
  });

  it("prints Markdown, for a pull request", async () => {
    expect(await printed({ markdown: true })).toMatch(/^### Cost of prod: [\d,]+\.\d\d USD a month\n/);
  });

  it("refuses an environment that the folder does not have", async () => {
    const known = loadEnvironments({}).map(({ name }) => name);

    await expect(printed({ environment: "nowhere" })).rejects.toThrow(
      `There is no environment "nowhere" in ${join(SYNTHESIZED_STACKS, "environments.json")}; it has ${known.join(", ")}.`,
    );
  });

  it("refuses a folder that no synthesis has written", async () => {
    await expect(printed({ stacks: join(SYNTHESIZED_STACKS, "none") })).rejects.toThrow(
      `${join(SYNTHESIZED_STACKS, "none", "environments.json")} is missing; synthesize first: npm run synth`,
    );
  });

  it("refuses to print JSON and Markdown at once", async () => {
    await expect(printed({ json: true, markdown: true })).rejects.toThrow(
      "Choose one of --json and --markdown.",
    );
  });
});

describe("platform cost-docs", () => {
  const root = mkdtempSync(join(tmpdir(), "cost-docs-"));
  const page = join(root, "docs", "prices.md");
  mkdirSync(join(root, "docs"));
  afterAll(() => rmSync(root, { recursive: true }));

  it("refuses a page that is missing or out of date, and takes the one it writes", () => {
    const check = () => costDocs(root, { check: true });
    const outOfDate = "docs/prices.md does not say what the code says; run: npx platform cost-docs";
    expect(check).toThrow(outOfDate);

    costDocs(root, { check: false });
    expect(check).not.toThrow();

    writeFileSync(page, `${readFileSync(page, "utf8")}\nBy hand.\n`);
    expect(check).toThrow(outOfDate);
  });

  it("shows every figure with its source, and every quota with its id", () => {
    costDocs(root, { check: false });
    const text = readFileSync(page, "utf8");

    for (const { figures } of Object.values(PRICES)) {
      for (const { usd, asOf, source } of figures) expect(text).toContain(`${usd} ([${asOf}](${source}))`);
    }
    for (const [id, { asOf, source }] of Object.entries(QUOTAS)) {
      expect(text).toContain(`| \`${id}\` |`);
      expect(text).toContain(`[${asOf}](${source})`);
    }
  });
});
