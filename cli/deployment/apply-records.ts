import * as z from "zod";
import type { StateVersion } from "./plan-stacks";
import type { StateStore } from "./state-store";

const recordSchema = z.object({
  status: z.enum(["started", "applied"]),
  at: z.string(),
  by: z.string(),
  commit: z.string(),
  /** Addresses that the apply was to create; what of them is half made holds nothing yet. */
  creates: z.array(z.string()),
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

  /** What was read last, by stack. */
  private readonly known = new Map<string, ApplyRecord>();

  /** `undefined` when the apply of the stack was never begun. */
  async read(stack: string): Promise<ApplyRecord | undefined> {
    const text = await this.store.read(this.key(stack));
    if (text === undefined) return undefined;
    const record = recordSchema.parse(JSON.parse(text));
    this.known.set(stack, record);
    return record;
  }

  /** What applies of this bundle were to create in a stack so far, by address. */
  created(stack: string): readonly string[] {
    return this.known.get(stack)?.creates ?? [];
  }

  /**
   * Says that the stack may be changed from now on.
   * @param creates - addresses that the apply is to create
   */
  started(stack: string, creates: readonly string[]): Promise<unknown> {
    return this.write(stack, "started", [...new Set([...this.created(stack), ...creates])], null);
  }

  /** Says that the stack is as the bundle wants it. */
  applied(stack: string, state: StateVersion): Promise<unknown> {
    return this.write(stack, "applied", this.created(stack), state);
  }

  private write(
    stack: string,
    status: ApplyRecord["status"],
    creates: readonly string[],
    state: StateVersion,
  ): Promise<unknown> {
    const { commit } = this.bundle;
    const at = new Date().toISOString();
    const record: ApplyRecord = { status, at, by: this.by, commit, creates: [...creates], state };
    this.known.set(stack, record);
    return this.store.write(this.key(stack), `${JSON.stringify(record, undefined, 2)}\n`);
  }

  private key(stack: string): string {
    const { environment, digest } = this.bundle;
    return `${environment}/applies/${digest.replace("sha256:", "")}/${stack}.json`;
  }
}
