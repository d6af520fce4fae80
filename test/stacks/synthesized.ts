import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeEnvironments } from "../../main";

/** Arguments of a resource, data source or provider. */
export type Block = Readonly<Record<string, unknown>>;

/** The part of a stack's Terraform JSON that the tests read. */
export interface StackJson {
  readonly terraform: {
    readonly backend: Readonly<Record<string, Block>>;
    readonly required_version: string;
  };
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, Block>>;
}

/** A resource of a stack. */
export interface Resource {
  /** Name of the stack. */
  readonly stack: string;
  /** `aws_sqs_queue.checkout_queue_14B979AF` */
  readonly address: string;
  readonly type: string;
  readonly block: Block;
}

/** Every stack of every environment, as `main.ts` writes it. */
export class SynthesizedStacks {
  readonly stacks: ReadonlyMap<string, StackJson>;
  /** Stack → the stacks that are deployed before it. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;

  constructor(environments: readonly string[] = []) {
    const outdir = mkdtempSync(join(tmpdir(), "stacks-"));
    try {
      synthesizeEnvironments(environments, outdir);
      const folder = join(outdir, "stacks");
      this.stacks = new Map(
        readdirSync(folder)
          .sort()
          .map((name) => [name, JSON.parse(readFileSync(join(folder, name, "cdk.tf.json"), "utf8"))]),
      );
      const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
      this.dependencies = new Map(
        Object.values<{ name: string; dependencies: string[] }>(manifest.stacks).map((stack) => [
          stack.name,
          stack.dependencies,
        ]),
      );
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  /** @throws Error when there is no such stack. */
  stack(name: string): StackJson {
    const stack = this.stacks.get(name);
    if (stack === undefined) throw new Error(`no stack ${name} among ${[...this.stacks.keys()].join(", ")}`);
    return stack;
  }

  /** The resources of a type, or of all types, in every stack. */
  resources(type?: string): readonly Resource[] {
    return [...this.stacks].flatMap(([stack, json]) =>
      Object.entries(json.resource)
        .filter(([candidate]) => type === undefined || candidate === type)
        .flatMap(([candidate, byId]) =>
          Object.entries(byId).map(([id, block]) => ({
            stack,
            address: `${candidate}.${id}`,
            type: candidate,
            block,
          })),
        ),
    );
  }

  /** Replaces references to ARNs in a text by the names of what they refer to. */
  named(stack: string, text: string): string {
    return text.replace(
      /\$\{(aws_\w+)\.([\w-]+)\.(arn|execution_arn)\}/g,
      (whole, type: string, id: string) => {
        const name = this.stack(stack).resource[type]?.[id]?.["name"];
        return typeof name === "string" ? name : whole;
      },
    );
  }
}
