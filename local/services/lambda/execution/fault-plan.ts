import type { Kernel } from "../../../kernel/kernel";
import type { FunctionVersion } from "../state";

/** What goes wrong on purpose in one invocation. */
export type FaultPlan =
  | { readonly effect: "error"; readonly payload: string }
  | {
      readonly effect: "crash" | "timeout";
      /** Whether the handler runs before: the worst moment is when all is done and nobody knows. */
      readonly afterHandler: boolean;
    };

/** Asks the faults in force about an invocation of a function; the moment of a crash or hang is chance. */
export function faultPlan(kernel: Kernel, { config }: FunctionVersion): FaultPlan | undefined {
  const error = kernel.faults.strike("lambda:Invoke", config.arn, "error");
  if (error !== undefined) {
    const { code: errorType = "Error", message: errorMessage = "injected fault" } = error.error ?? {};
    return { effect: "error", payload: JSON.stringify({ errorType, errorMessage, trace: [] }) };
  }
  for (const effect of ["crash", "timeout"] as const) {
    if (kernel.faults.strike("lambda:Invoke", config.arn, effect) === undefined) continue;
    return { effect, afterHandler: kernel.ids.happens(0.5) };
  }
  return undefined;
}
