import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UnsupportedError } from "../../../local/kernel/errors";
import { StackScope } from "../../../local/terraform/deploy/stack-scope";
import { evaluate } from "../../../local/terraform/expressions/evaluator";
import { ExpressionError } from "../../../local/terraform/expressions/expression-error";
import { parseTemplate } from "../../../local/terraform/expressions/parser";
import { jsonText } from "../../../local/terraform/functions/encoding";
import { EXPRESSIONS, REFUSED } from "./expression-table";

const directory = mkdtempSync(join(tmpdir(), "expressions-"));
writeFileSync(join(directory, "greeting.txt"), "hello");
afterAll(() => rmSync(directory, { recursive: true }));

const stack = { name: "dev-test", directory, template: {}, dependencies: [] };
const compute = (template: string, values: Record<string, unknown> = {}): unknown =>
  evaluate(parseTemplate(template), new StackScope(stack, new Map(Object.entries(values))));

/** Whether a template is an expression that is refused for its value, not for its syntax. */
function isReadable(template: string): boolean {
  try {
    parseTemplate(template);
  } catch {
    return false;
  }
  return template.startsWith("${");
}

describe("expressions", () => {
  test.each(EXPRESSIONS)("%s", (template, expected) => {
    expect(compute(template)).toEqual(expected);
  });

  test.each(REFUSED)("%s is refused", (template) => {
    expect(() => compute(template)).toThrow(ExpressionError);
  });

  test.each([
    ["${timestamp()}", "refuses the function timestamp: its value differs at every run"],
    ['${cidrsubnet("10.0.0.0/8", 8, 1)}', "does not model the function cidrsubnet"],
    ["%{ if true }a%{ endif }", "does not model template directives"],
    ['${can(regex("a(?i)b", "ab"))}', "does not model (?i) for a part of the letters in the pattern"],
    ['${try(regex("(?:(a)|b)*", "ab"), "none")}', "does not model a group that not every repetition matches"],
    ['${regex("(|a)*", "aa")}', "does not model a repetition of what may be empty in the pattern"],
    ['${regex("x(?:a?b*)+", "xab")}', "does not model a repetition of what may be empty in the pattern"],
    ['${can(regex("(?i)[[:^alpha:]]", "1"))}', "does not model (?i) with [:^alpha:] in the pattern"],
    ['${can(regex("(?i)\\\\PL", "1"))}', "does not model (?i) with \\PL in the pattern"],
    ['${format("%#x", 255)}', "does not model the flag # of %x"],
    ['${format("%f", 1e30)}', "does not model %f of format for numbers of 22 digits"],
    ['${parseint("9007199254740993", 10)}', "computes with doubles"],
    ["${123456789012345678901234567890}", "computes with doubles"],
    ['${format("%p", 1)}', "does not model the verb %p"],
  ])("%s is not modelled, and says so", (template, text) => {
    expect(() => compute(template)).toThrow(UnsupportedError);
    expect(() => compute(template)).toThrow(text);
  });

  test.each([
    ["${aws_sqs_queue.work.arn}", "arn:1"],
    ["${aws_sqs_queue.work.list[1]}", "b"],
    ["${aws_sqs_queue.many[1].arn}", "arn:b"],
    ["${aws_sqs_queue.many[*].arn}", ["arn:a", "arn:b"]],
    ['${aws_sqs_queue.each["x"].arn}', "arn:x"],
    ["${{ for k, q in aws_sqs_queue.each : k => q.arn }}", { x: "arn:x" }],
    ["${data.aws_region.here.name}", "eu-central-1"],
    ["${local.name}-${var.size}", "n-3"],
    ["${aws_sqs_queue.many[local.second].arn}", "arn:b"],
    ["${aws_sqs_queue.with-dash_0A.arn}", "arn:d"],
  ])("%s refers to a value", (template, expected) => {
    const values = {
      "dev-test/aws_sqs_queue.work": { arn: "arn:1", list: ["a", "b"] },
      "dev-test/aws_sqs_queue.many": [{ arn: "arn:a" }, { arn: "arn:b" }],
      "dev-test/aws_sqs_queue.each": { x: { arn: "arn:x" } },
      "dev-test/aws_sqs_queue.with-dash_0A": { arn: "arn:d" },
      "dev-test/data.aws_region.here": { name: "eu-central-1" },
      "dev-test/local.name": "n",
      "dev-test/local.second": 1,
      "dev-test/var.size": 3,
    };
    expect(compute(template, values)).toEqual(expected);
  });

  test("a missing attribute is named with what there is", () => {
    const values = { "dev-test/aws_sqs_queue.work": { arn: "a", url: "u" } };
    expect(() => compute("${aws_sqs_queue.work.nope}", values)).toThrow(
      'aws_sqs_queue.work has no attribute "nope"; it has arn, url',
    );
  });

  test("any text survives when its markers are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const escaped = text.replace(/([$%])\{/g, "$1$1{");
        // Of `$${`, too, the first dollar sign escapes the second.
        fc.pre(!/[$%]{2}\{/.test(text));
        expect(compute(escaped)).toBe(text.normalize("NFC"));
      }),
    );
  });

  test("jsonencode and jsondecode are inverse", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const json = jsonText(value);
        fc.pre(!/[$%]{2,}\{/.test(json));
        const quoted = JSON.stringify(json).replace(/([$%])\{/g, "$1$1{");
        const decoded = compute(`\${jsondecode(${quoted})}`);
        expect(JSON.parse(jsonText(decoded))).toEqual(JSON.parse(json.normalize("NFC")));
      }),
    );
  });

  test("whole numbers are computed as JavaScript does", () => {
    const operators = ["+", "-", "*"] as const;
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.constantFrom(...operators), (a, b, operator) => {
        const expected = { "+": a + b, "-": a - b, "*": a * b }[operator];
        expect(compute(`\${(${a}) ${operator} (${b})}`)).toBe(expected);
      }),
    );
  });
});

describe("the real terraform", () => {
  const isInstalled = spawnSync("terraform", ["version"]).status === 0;
  const inTerraform = isInstalled ? test : test.skip;
  const because = isInstalled
    ? ""
    : " (skipped: terraform is not on PATH; the values above were taken from it)";

  const valuesOf = (templates: readonly string[]): readonly unknown[] => {
    // One output, because terraform leaves outputs out that are null.
    const all = Object.fromEntries(templates.map((template, index) => [`e${index}`, template]));
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ output: { all: { value: all } } }));
    const options = {
      cwd: directory,
      encoding: "utf8" as const,
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: "pipe" as const,
    };
    execFileSync("terraform", ["init", "-no-color"], options);
    execFileSync("terraform", ["apply", "-auto-approve", "-no-color"], options);
    const outputs = JSON.parse(execFileSync("terraform", ["output", "-json"], options)) as {
      all: { value: Record<string, unknown> };
    };
    return templates.map((_template, index) => outputs.all.value[`e${index}`]);
  };

  inTerraform(`computes the same values${because}`, () => {
    const values = valuesOf(EXPRESSIONS.map(([template]) => template));

    expect(EXPRESSIONS.map(([template], index) => [template, values[index]])).toEqual(EXPRESSIONS);
  });

  inTerraform(`refuses the same values${because}`, () => {
    const tried = REFUSED.filter(isReadable).map((template) => `\${can(${template.slice(2, -1)})}`);
    const values = valuesOf(tried);

    expect(tried.filter((_template, index) => values[index] !== false)).toEqual([]);
  });
});
