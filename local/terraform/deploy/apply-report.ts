/** What an apply did. */
export interface ApplyReport {
  readonly created: number;
  readonly changed: number;
  readonly replaced: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Blocks of the stacks that are ignored, each with its reason. */
  readonly warnings: readonly string[];
  /** Arguments in use that have no effect here, each once per type with its reason. */
  readonly inert: readonly string[];
}

type Count = "created" | "changed" | "replaced" | "removed" | "unchanged";

/** Gathers a report while an apply goes on. */
export class ReportBuilder {
  private readonly counts: Record<Count, number> = {
    created: 0,
    changed: 0,
    replaced: 0,
    removed: 0,
    unchanged: 0,
  };
  private readonly inert = new Set<string>();

  constructor(private readonly warnings: readonly string[]) {}

  count(what: Count): void {
    this.counts[what] += 1;
  }

  noEffect(type: string, argument: string, reason: string): void {
    this.inert.add(`${type}.${argument}: ${reason}`);
  }

  report(): ApplyReport {
    return { ...this.counts, warnings: this.warnings, inert: [...this.inert].sort() };
  }
}
