import { createHash } from "node:crypto";
import * as z from "zod";

const stateVersionSchema = z.object({ lineage: z.string(), serial: z.number() }).nullable();

const stackSchema = z.object({
  name: z.string(),
  /** Stacks that are applied first. */
  dependencies: z.array(z.string()),
  /** Stacks that have to be applied before this one can be planned; empty when it is. */
  knownAfter: z.array(z.string()),
  /** The version of the state that the plan is based on; null when the stack was never applied. */
  state: stateVersionSchema,
});

const manifestSchema = z.object({
  format: z.literal(1),
  environment: z.string(),
  commit: z.string(),
  tree: z.string(),
  dirty: z.boolean(),
  createdAt: z.string(),
  terraform: z.string(),
  /** Whether a guard objects: such a bundle is for reading only. */
  stopped: z.boolean(),
  stacks: z.array(stackSchema),
  /** Versions of the states that the stacks read outputs of, without being planned themselves. */
  upstream: z.record(z.string(), stateVersionSchema),
  /** SHA-256 of every other file in the bundle, by its path. */
  files: z.record(z.string(), z.string()),
});

/** What a plan bundle says of itself; the digest of a bundle is the digest of this. */
export type Manifest = z.output<typeof manifestSchema>;

/** A stack as the manifest lists it. */
export type BundledStack = z.output<typeof stackSchema>;

/** Name of the manifest in a bundle. */
export const MANIFEST = "manifest.json";

/** Name of the file beside a saved plan that holds what `terraform show -json` says of it. */
export const PLAN_JSON = "plan.json";

/** @throws ZodError when the text is no manifest of this format */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(JSON.parse(text));
}

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(manifest: string | Uint8Array): string {
  return `sha256:${sha256(manifest)}`;
}

/** SHA-256 in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
