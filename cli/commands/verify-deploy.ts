import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { synthesizeTo } from "../synthesis";
import { readManifest } from "../synthesized-stacks";
import { terminalTable } from "../table";
import { STEPS, type Step } from "../verify-deploy/steps";
import { type StackResult, verify } from "../verify-deploy/verify";

/** What `verify-deploy` is asked to do. */
export interface VerifyDeployOptions {
  readonly only?: string;
  readonly env?: string;
  readonly json?: boolean;
}

/**
 * Proves the deployment with the real terraform and AWS provider against moto.
 * @returns the exit code: 0 when every stack passed every step, else 1
 * @throws CliError for bad options, and with code 3 when terraform, moto or the provider is missing
 */
export async function verifyDeploy(root: string, options: VerifyDeployOptions): Promise<number> {
  const until = readStep(options.only);
  const workdir = mkdtempSync(join(tmpdir(), "verify-deploy-"));
  let failed = 0;
  try {
    const results = await verifyIn(workdir, root, until, options.env);
    failed = results.filter(({ failure }) => failure !== undefined).length;
    process.stdout.write(options.json === true ? `${JSON.stringify(results)}\n` : report(results));
  } finally {
    if (failed === 0) rmSync(workdir, { recursive: true, force: true });
    else process.stderr.write(`The stacks, states and requests are kept in ${workdir}\n`);
  }
  return failed === 0 ? 0 : 1;
}

async function verifyIn(workdir: string, root: string, until: Step, env: string | undefined) {
  const outdir = join(workdir, "stacks");
  await synthesizeTo(root, outdir);
  const known = [...new Set(readManifest(outdir).map(({ name }) => name.slice(0, name.indexOf("-"))))];
  const startedMs = performance.now();
  return verify({
    root,
    outdir,
    workdir,
    environments: readEnvironments(env, known),
    until,
    progress: (stack, step) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(0).padStart(4);
      process.stderr.write(`${seconds} s  ${stack.padEnd(16)} ${step}\n`);
    },
  });
}

function report(results: readonly StackResult[]): string {
  const taken = STEPS.filter((step) => results.some(({ seconds }) => seconds[step] !== undefined));
  const table = terminalTable(["stack", ...taken, "resources", "result"]);
  for (const { stack, seconds, resources, failure } of results) {
    const cells = taken.map((step) => seconds[step]?.toFixed(1) ?? "");
    table.push([stack, ...cells, resources, failure === undefined ? "ok" : `${failure.step} failed`]);
  }
  const failures = results.flatMap(({ stack, failure }) =>
    failure === undefined ? [] : [`\n${stack}: ${failure.step} failed\n\n${errorsIn(failure.output)}\n`],
  );
  const passed = results.length - failures.length;
  return `${table.toString()}\nseconds per step\n${failures.join("")}\n${passed} stacks passed, ${failures.length} failed\n`;
}

/** What terraform says from its first error on; all of it when a plan was not empty. */
function errorsIn(output: string): string {
  const from = output.search(/^.?\s*Error: /m);
  return (from < 0 ? output : output.slice(from)).trim();
}

function readStep(text: string | undefined): Step {
  if (text === undefined) return "destroy";
  const step = STEPS.find((one) => one === text);
  if (step !== undefined) return step;
  throw new CliError(`--only is "${text}"; it is the last step to take, one of ${STEPS.join(", ")}.`);
}

function readEnvironments(text: string | undefined, known: readonly string[]): readonly string[] {
  const asked = text?.split(",") ?? known;
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length === 0) return asked;
  throw new CliError(`--env names ${unknown.join(", ")}; the environments are ${known.join(", ")}.`);
}
