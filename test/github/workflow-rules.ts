import type { Command } from "commander";
import { parse } from "yaml";

/** The parts of a workflow or an action that the rules look at. */
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
  /** Of an action. */
  readonly runs?: { readonly steps: readonly Step[] };
}

interface Job {
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What a line of a workflow may call. */
export interface Callable {
  /** Scripts of package.json. */
  readonly scripts: readonly string[];
  readonly commandLine: Command;
}

const PINNED = /uses: (?:\.\/\S+|\S+@(?:[0-9a-f]{40} # v\d+\.\d+\.\d+|v\d+\.\d+\.\d+))$/;
const PLAIN = [
  /^npm ci --ignore-scripts( |$)/,
  /^python -m pip install "[\w[\]]+==[\d.]+"$/,
  /^echo "::notice [^"]*"$/,
];

/** What a workflow or an action does that ours do not. */
export function brokenRules(text: string, callable: Callable): readonly string[] {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs ?? {});
  const steps = [...jobs.flatMap(([, { steps = [] }]) => steps), ...(workflow.runs?.steps ?? [])];
  return [
    ...(text.match(/uses: .*/g) ?? [])
      .filter((line) => !PINNED.test(line))
      .map((line) => `not pinned: ${line}`),
    ...(text.match(/\bsecrets\b/g) ?? []).map(() => "uses a secret"),
    ...(text.match(/\bpull_request_target\b/g) ?? []).map(() => "runs a fork's code with rights"),
    ...(workflow.jobs !== undefined && typeof workflow.permissions !== "object"
      ? ["sets no permissions for all jobs"]
      : []),
    ...jobs.flatMap(([name, job]) => brokenByJob(job).map((broken) => `${name} ${broken}`)),
    ...steps.flatMap(({ uses = "", with: inputs }) =>
      uses.startsWith("actions/checkout@") && inputs?.["persist-credentials"] !== false
        ? ["leaves the token in the checkout"]
        : [],
    ),
    ...steps.flatMap(({ run = "" }) =>
      run.split("\n").flatMap((line) => brokenByLine(line.trim(), callable)),
    ),
  ];
}

function brokenByJob(job: Job): readonly string[] {
  if (job.uses !== undefined) return [];
  const { "timeout-minutes": timeout, concurrency, permissions } = job;
  const signsIn = typeof permissions === "object" && permissions !== null && "id-token" in permissions;
  return [
    ...(timeout === undefined ? ["may run for hours"] : []),
    ...(signsIn && concurrency?.["cancel-in-progress"] !== false
      ? ["may be cancelled while it holds a lock"]
      : []),
    ...(signsIn && !/\$\{\{ (matrix|inputs)\.environment \}\}/.test(concurrency?.group ?? "")
      ? ["has no concurrency of its environment"]
      : []),
  ];
}

/** A step is a script, so that it runs on a laptop as well. */
function brokenByLine(line: string, { scripts, commandLine }: Callable): readonly string[] {
  if (line === "" || PLAIN.some((pattern) => pattern.test(line))) return [];
  const [, script] = /^npm run ([\w:-]+)( -- .*)?$/.exec(line) ?? [];
  if (script !== undefined) return scripts.includes(script) ? [] : [`calls no script: ${line}`];
  const [, words] = /^npx platform ([^|;&]+)$/.exec(line.replace(/ >>? \S+$/, "")) ?? [];
  if (words === undefined) return [`is no script: ${line}`];
  let command = commandLine;
  for (const word of words.split(" ")) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  if (command === commandLine || command.commands.length > 0) return [`calls no command: ${line}`];
  return (words.match(/(?<= )--[\w-]+/g) ?? [])
    .filter((option) => !command.options.some(({ long }) => long === option))
    .map((option) => `${command.name()} has no option ${option}`);
}
