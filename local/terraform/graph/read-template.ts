import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import type { Expression } from "../expressions/syntax";
import { convertTo } from "../expressions/type-constraint";
import type { Body, SynthesizedStack } from "../stacks";
import { parseConfiguration } from "./configuration";
import { type Condition, type GraphNode, NO_META } from "./graph-node";
import { readConditions } from "./read-conditions";
import { readMeta } from "./read-meta";

/** Blocks of a template that change nothing here, and why. */
const IGNORED: ReadonlyMap<string, string> = new Map([
  ["import", "there is nothing outside the local cloud to import"],
  ["moved", "the local cloud knows resources by address only, so a moved one is made anew, without its data"],
  ["removed", "what is not in the stacks is removed in any case"],
]);

const KNOWN = ["//", "data", "locals", "output", "provider", "resource", "terraform", "variable"];

/** Arguments of a variable; those that are not read change nothing of its value. */
const VARIABLE = "// default description ephemeral nullable sensitive type validation".split(" ");

/** Arguments of an output; here, outputs come behind everything that they could wait for. */
const OUTPUT = "// depends_on description ephemeral precondition sensitive value".split(" ");

/** What is declared in a template, and what is wrong with it. */
export interface TemplateReading {
  readonly nodes: readonly GraphNode[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads everything that a stack's template declares; gathers what cannot be read instead of stopping. */
export function readTemplate(stack: SynthesizedStack): TemplateReading {
  return new TemplateReader(stack).read();
}

class TemplateReader {
  private readonly nodes: GraphNode[] = [];
  private readonly problems: string[] = [];
  private readonly warnings: string[] = [];

  constructor(private readonly stack: SynthesizedStack) {}

  read(): TemplateReading {
    const { template, name } = this.stack;
    for (const block of Object.keys(template)) {
      const reason = IGNORED.get(block);
      if (reason !== undefined) this.warnings.push(`${name}: the block "${block}" is ignored: ${reason}`);
      else if (!KNOWN.includes(block)) {
        this.problems.push(`${name}: the local cloud does not model the block "${block}"`);
      }
    }
    for (const [variable, body] of entries(template.variable)) this.variable(variable, body);
    for (const [local, value] of entries(template.locals)) this.value("local", local, value);
    for (const [type, named] of entries(template.data)) {
      for (const [resource, body] of entries(named)) this.resource("data", type, resource, body);
    }
    for (const [type, named] of entries(template.resource)) {
      for (const [resource, body] of entries(named)) this.resource("resource", type, resource, body);
    }
    for (const [output, body] of entries(template.output)) this.output(output, body);
    return { nodes: this.nodes, problems: this.problems, warnings: this.warnings };
  }

  private variable(name: string, body: Body): void {
    const key = this.key(`var.${name}`);
    const { default: fallback, type, nullable, validation } = body;
    this.checkNames(key, body, VARIABLE);
    if (fallback === undefined) {
      this.problems.push(`${key}: the local cloud asks nobody for values; give the variable a default`);
    }
    if (fallback === null && nullable === false) {
      this.problems.push(`${key}: its default is null, and nullable = false forbids that; give it a value`);
    }
    const value = this.attempt(`${key}, default`, () =>
      type === undefined ? fallback : convertTo(String(type), fallback ?? null),
    );
    // A default is a plain value, never a template.
    this.add({
      key,
      kind: "variable",
      type: "",
      name,
      value: { kind: "literal", value: value ?? null },
      conditions: this.attempt(key, () => readConditions("validation", validation)) ?? [],
    });
  }

  private output(name: string, body: Body): void {
    const key = this.key(`output.${name}`);
    this.checkNames(key, body, OUTPUT);
    if (!Object.hasOwn(body, "value")) this.problems.push(`${key}: needs a value`);
    const conditions = this.attempt(key, () => readConditions("precondition", body["precondition"]));
    this.value("output", name, body["value"], conditions ?? []);
  }

  private checkNames(key: string, body: Body, known: readonly string[]): void {
    for (const name of Object.keys(body).filter((one) => !known.includes(one))) {
      this.problems.push(`${key}: the local cloud does not model the argument ${name}`);
    }
  }

  private value(
    kind: "local" | "output",
    name: string,
    raw: unknown,
    conditions: readonly Condition[] = [],
  ): void {
    const key = this.key(`${kind}.${name}`);
    const value = this.parse(raw ?? null, key);
    if (value !== undefined) this.add({ key, kind, type: "", name, value, conditions });
  }

  private add(node: Omit<GraphNode, "stack" | "arguments" | "meta"> & { value: Expression }): void {
    const { value, ...rest } = node;
    this.nodes.push({ ...rest, stack: this.stack, arguments: new Map([["value", value]]), meta: NO_META });
  }

  private resource(kind: "resource" | "data", type: string, name: string, body: Body): void {
    const key = this.key(`${kind === "data" ? "data." : ""}${type}.${name}`);
    const { meta, rest, problems } = readMeta(body);
    this.problems.push(...problems.map((problem) => `${key}: ${problem}`));
    const parsed = new Map<string, Expression>();
    for (const [argument, raw] of Object.entries(rest)) {
      // What cannot be read is there all the same: it must not be missed as well.
      parsed.set(
        argument,
        this.parse(raw, `${key}, argument ${argument}`) ?? { kind: "template", parts: [] },
      );
    }
    this.nodes.push({ key, kind, stack: this.stack, type, name, arguments: parsed, meta, conditions: [] });
  }

  private parse(raw: unknown, where: string): Expression | undefined {
    return this.attempt(where, () => parseConfiguration(raw));
  }

  private attempt<T>(where: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ExpressionError || error instanceof UnsupportedError)) throw error;
      this.problems.push(`${where}: ${error.message}`);
      return undefined;
    }
  }

  private key(address: string): string {
    return `${this.stack.name}/${address}`;
  }
}

function entries<T>(block: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(block ?? {}).filter(([name]) => name !== "//");
}
