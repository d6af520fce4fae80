import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { TerraformError } from "./terraform-error";

/** The content of a block, such as a resource's arguments. */
export type Body = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Body>>;

/** A parsed `cdk.tf.json`. */
export interface TerraformTemplate {
  /** Type → name → arguments. */
  readonly resource?: Readonly<Record<string, Blocks>>;
  /** Type → name → arguments. */
  readonly data?: Readonly<Record<string, Blocks>>;
  readonly locals?: Body;
  readonly output?: Blocks;
  readonly variable?: Blocks;
  /** Provider → its configurations, one of them without an alias. */
  readonly provider?: Readonly<Record<string, Body | readonly Body[]>>;
  readonly terraform?: Body;
}

/** One stack as CDKTF wrote it. */
export interface SynthesizedStack {
  /** Such as `dev-basket`. */
  readonly name: string;
  /** Absolute path of the folder that holds `cdk.tf.json` and the assets. */
  readonly directory: string;
  readonly template: TerraformTemplate;
  /** Names of the stacks that are deployed first. */
  readonly dependencies: readonly string[];
}

const manifestSchema = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      name: z.string(),
      workingDirectory: z.string(),
      synthesizedStackPath: z.string(),
      dependencies: z.array(z.string()),
    }),
  ),
});

const blocks = z.record(z.string(), z.record(z.string(), z.unknown()));
const types = z.record(z.string(), blocks);

// Blocks that this file does not know stay in: the check of the templates names them.
const templateSchema = z.looseObject({
  resource: types.optional(),
  data: types.optional(),
  locals: z.record(z.string(), z.unknown()).optional(),
  output: blocks.optional(),
  variable: blocks.optional(),
  provider: z
    .record(
      z.string(),
      z.union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.unknown())]),
    )
    .optional(),
  terraform: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Reads the stacks that were synthesized into a folder.
 *
 * @param outdir - CDKTF's output folder, such as `cdktf.out`
 * @param prefix - what the names of the wanted stacks begin with, such as `dev-`
 * @throws TerraformError when the folder holds no stacks, none of that prefix, or broken ones
 */
export function loadStacks(outdir: string, prefix: string): SynthesizedStack[] {
  const manifest = readJson(join(outdir, "manifest.json"), manifestSchema);
  const all = Object.values(manifest.stacks);
  const wanted = all.filter(({ name }) => name.startsWith(prefix));
  if (wanted.length === 0) {
    const names = all.map(({ name }) => name).join(", ") || "none at all";
    throw new TerraformError(`no stack in ${resolve(outdir)} begins with "${prefix}"; there are: ${names}`);
  }
  return wanted.map(({ name, workingDirectory, synthesizedStackPath, dependencies }) => ({
    name,
    directory: resolve(outdir, workingDirectory),
    template: readJson(join(outdir, synthesizedStackPath), templateSchema) as TerraformTemplate,
    dependencies,
  }));
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TerraformError(
      `there is no synthesized stack at ${resolve(path)} (${reason}); run npx cdktf synth`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TerraformError(`${resolve(path)} is no JSON (${reason}); synthesize again`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TerraformError(
    `${resolve(path)} is not what CDKTF writes:\n${z.prettifyError(result.error)}\nSynthesize again.`,
  );
}
