import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { commandLine } from "../../cli/main";
import { loadEnvironments } from "../../environments";
import { OVERRIDABLE } from "../../environments/environment-overrides";
import { scripts } from "../../package.json";
import { brokenRules } from "./workflow-rules";

const ROOT = join(__dirname, "..", "..");
const read = (path: string) => readFileSync(join(ROOT, ".github", path), "utf8");
const workflow = (name: string) => parse(read(`workflows/${name}.yml`));

const files = [
  ...readdirSync(join(ROOT, ".github/workflows")).map((name) => `workflows/${name}`),
  ...readdirSync(join(ROOT, ".github/actions")).map((name) => `actions/${name}/action.yml`),
];
const environments = loadEnvironments({}).map(({ name }) => name);

const callable = { scripts: Object.keys(scripts), commandLine: commandLine(ROOT) };

describe("the workflows", () => {
  it.each(files)("keep the rules: %s", (path) => {
    expect(brokenRules(read(path), callable)).toEqual([]);
  });

  it("are told when they break a rule", () => {
    const broken = `on: pull_request_target
jobs:
  brew:
    runs-on: ubuntu-24.04
    permissions:
      id-token: write
    concurrency:
      group: brew
      cancel-in-progress: true
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e
      - uses: actions/setup-python@48b55a0 # v6.2.0
      - run: |
          curl https://example.com | sh
          npm run brew
          npx platform brew
          npx platform github
          npx platform github fetch dev --fast > build/out
          npx platform rules; rm -rf build
        env:
          AWS_SECRET_ACCESS_KEY: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
`;

    expect(brokenRules(broken, callable)).toEqual([
      "not pinned: uses: actions/checkout@v6",
      "not pinned: uses: actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e",
      "not pinned: uses: actions/setup-python@48b55a0 # v6.2.0",
      "uses a secret",
      "runs a fork's code with rights",
      "sets no permissions for all jobs",
      "brew may run for hours",
      "brew may be cancelled while it holds a lock",
      "brew has no concurrency of its environment",
      "leaves the token in the checkout",
      "is no script: curl https://example.com | sh",
      "calls no script: npm run brew",
      "calls no command: npx platform brew",
      "calls no command: npx platform github",
      "fetch has no option --fast",
      "is no script: npx platform rules; rm -rf build",
    ]);
  });

  it("plan and look for drift in every environment", () => {
    expect(workflow("plan").jobs.plan.strategy.matrix.environment).toEqual(environments);
    expect(workflow("drift").jobs.drift.strategy.matrix.environment).toEqual(environments);
  });

  it("apply to every environment, each after the one before it", () => {
    const { jobs, on } = workflow("apply");

    expect(Object.keys(jobs)).toEqual(environments);
    expect(on.workflow_dispatch.inputs.environment.options).toEqual(environments);
    environments.forEach((name, index) => {
      expect(jobs[name].needs).toBe(environments[index - 1]);
      expect(jobs[name].with.environment).toBe(name);
    });
  });

  it.each(["plan", "deploy", "drift"])("take every environment's values from variables: %s", (name) => {
    const variables = environments.flatMap((environment) =>
      Object.values(OVERRIDABLE).map((field) => `PLATFORM_${environment.toUpperCase()}_${field}`),
    );

    expect(workflow(name).env).toEqual(
      Object.fromEntries(variables.map((variable) => [variable, `\${{ vars.${variable} }}`])),
    );
  });

  it("give the apply role's identity to jobs of a GitHub environment only", () => {
    for (const path of files.filter((file) => file.startsWith("workflows/"))) {
      const jobs = Object.values(parse(read(path)).jobs) as Record<string, unknown>[];
      for (const job of jobs.filter((one) => JSON.stringify(one).includes("apply-role"))) {
        expect(job["environment"]).toBe("${{ inputs.environment }}");
      }
    }
  });

  it("sign in to AWS for no fork, and only once the pipeline is on", () => {
    for (const [name, jobs] of [
      ["plan", ["plan"]],
      ["apply", environments],
      ["drift", ["drift"]],
    ] as const) {
      for (const job of jobs) expect(workflow(name).jobs[job].if).toContain("vars.PLATFORM_PIPELINE == 'on'");
    }
    expect(workflow("plan").jobs.plan.if).toContain(
      "github.event.pull_request.head.repo.full_name == github.repository",
    );
  });

  it("call the workflow and the action that are there", () => {
    for (const [, local = ""] of files.flatMap((path) => [...read(path).matchAll(/uses: \.\/(\S+)/g)])) {
      const path = local.endsWith(".yml") ? local : `${local}/action.yml`;
      expect({ path, exists: existsSync(join(ROOT, path)) }).toEqual({ path, exists: true });
    }
  });
});
