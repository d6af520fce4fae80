import * as z from "zod";
import type { StateVersion } from "./plan-stacks";
import type { StateStore } from "./state-store";

const recordSchema = z.object({
  status: z.enum(["started", "applied"]),
  at: z.string(),
  by: z.string(),
  commit: z.string(),
  /** The version of the state that the apply left; null while it runs. */
  state: z.object({ lineage: z.string(), serial: z.number() }).nullable(),
});

/** How far a bundle came with a stack. */
export type ApplyRecord = z.output<typeof recordSchema>;

/**
 * Which stacks a bundle has been applied to, and by whom, kept beside the states: so that an apply that was interrupted
 * knows which states it has moved itself, on whichever machine it goes on.
 */
export class ApplyRecords {
  /**
   * @param digest - of the bundle
   * @param by - ARN of whoever applies
   */
  constructor(
    private readonly store: StateStore,
    private readonly bundle: {
      readonly environment: string;
      readonly digest: string;
      readonly commit: string;
    },
    private readonly by: string,
  ) {}

  /** `undefined` when the apply of the stack was never begun. */
  async read(stack: string): Promise<ApplyRecord | undefined> {
    const text = await this.store.read(this.key(stack));
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
  }

  /** Says that the stack may be changed from now on. */
  started(stack: string): Promise<unknown> {
    return this.write(stack, "started", null);
  }

  /** Says that the stack is as the bundle wants it. */
  applied(stack: string, state: StateVersion): Promise<unknown> {
    return this.write(stack, "applied", state);
  }

  private write(stack: string, status: ApplyRecord["status"], state: StateVersion): Promise<unknown> {
    const { commit } = this.bundle;
    const record: ApplyRecord = { status, at: new Date().toISOString(), by: this.by, commit, state };
    return this.store.write(this.key(stack), `${JSON.stringify(record, undefined, 2)}\n`);
  }

  private key(stack: string): string {
    const { environment, digest } = this.bundle;
    return `${environment}/applies/${digest.replace("sha256:", "")}/${stack}.json`;
  }
}
