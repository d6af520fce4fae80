import { parsePlan, type TerraformPlan } from "../terraform/plan-json";
import { Terraform } from "../terraform/terraform";
import { type Diagnostic, runJob } from "../terraform/terraform-job";
import type { StackFolder } from "./stack-folders";

/** Name of the saved plan in a stack's folder. */
export const SAVED_PLAN = "tfplan";

/** How long a command waits for somebody else's lock on the state. */
export const LOCK_TIMEOUT = "-lock-timeout=120s";

/** A plan that terraform has saved in the stack's folder. */
export interface SavedPlan {
  /** What `terraform show -json` printed. */
  readonly json: string;
  readonly plan: TerraformPlan;
}

/** What may be done about a lock that nobody gives back. */
const UNLOCK =
  "If the terraform that holds the lock is dead, free the state: npx platform unlock <environment> <stack>";

/** Terraform could not plan or apply a stack; the message is what it found wrong. */
export class TerraformFailure extends Error {
  override readonly name = "TerraformFailure";

  constructor(errors: readonly Diagnostic[]) {
    const texts = errors.map(({ address, summary, detail }) =>
      [address, summary, detail].filter((part) => part !== undefined && part !== "").join("\n"),
    );
    const isLocked = errors.some(({ summary }) => summary.includes("acquiring the state lock"));
    super([...texts, ...(isLocked ? [UNLOCK] : [])].join("\n\n"));
  }
}

/** What planning may be told besides. */
export interface PlanOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Such as `-refresh-only` or `-destroy`. */
  readonly flags?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Plans an initialized stack and leaves the plan in its folder.
 * @throws TerraformFailure with what terraform found wrong
 */
export async function planStack(stack: StackFolder, options: PlanOptions): Promise<SavedPlan> {
  const { environment, flags = [], signal } = options;
  const result = await runJob(["plan", `-out=${SAVED_PLAN}`, LOCK_TIMEOUT, ...flags], {
    folder: stack.folder,
    environment,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.exitCode !== 0) throw new TerraformFailure(result.errors);
  const json = await show(stack, environment, "-json");
  return { json, plan: parsePlan(json) };
}

/** The saved plan as terraform prints it for people; values that are sensitive are masked. */
export function planText(stack: StackFolder, environment: NodeJS.ProcessEnv): Promise<string> {
  return show(stack, environment, "-no-color");
}

async function show(stack: StackFolder, environment: NodeJS.ProcessEnv, format: string): Promise<string> {
  const terraform = new Terraform(stack.folder, environment);
  const { exitCode, output, stdout } = await terraform.run("show", format, SAVED_PLAN);
  if (exitCode === 0) return stdout;
  throw new TerraformFailure([{ severity: "error", summary: "terraform show failed", detail: output }]);
}
