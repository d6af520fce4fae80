import type { Chance } from "./chance";

/** Something that goes wrong on purpose. */
export interface Fault {
  /**
   * What it hits: an action such as `dynamodb:PutItem`, or `lambda:Invoke` for what happens inside a function.
   */
  readonly on: string;
  /** A part of the resource's ARN, such as a function's name; everything when absent. */
  readonly resource?: string;
  /**
   * `error` answers with an error; `duplicate` delivers once more; `reorder` hands out a later message first,
   * where AWS promises no order; `crash` ends the function's process;
   * `timeout` lets the function hang until its timeout.
   */
  readonly effect: "error" | "duplicate" | "reorder" | "crash" | "timeout";
  /** The error of effect `error`; defaults to an `InternalServerError`, status 500. */
  readonly error?: { readonly code: string; readonly message: string; readonly httpStatus: number };
  /** How often it strikes; defaults to every time. */
  readonly times?: number;
  /** 0 to 1; defaults to 1. */
  readonly probability?: number;
}

/** The faults in force. */
export class Faults {
  private readonly active = new Map<Fault, number>();

  constructor(private readonly chance: Chance) {}

  /** Puts a fault in force; the result takes it back. */
  inject(fault: Fault): () => void {
    this.active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
    return () => this.active.delete(fault);
  }

  clear(): void {
    this.active.clear();
  }

  /** Whether there are any. */
  get anyInForce(): boolean {
    return this.active.size > 0;
  }

  /** Whether a fault of this effect strikes here and now; counts the strike. */
  strike(on: string, resource: string, effect: Fault["effect"]): Fault | undefined {
    if (this.active.size === 0) return undefined;
    for (const [fault, left] of this.active) {
      if (fault.on !== on || fault.effect !== effect || left <= 0) continue;
      if (fault.resource !== undefined && !resource.includes(fault.resource)) continue;
      if (fault.probability !== undefined && !this.chance.happens(fault.probability)) continue;
      this.active.set(fault, left - 1);
      return fault;
    }
    return undefined;
  }
}
