import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stacks } from "../flow/stacks";

const ROOT = join(__dirname, "..", "..");
const SOURCES = [
  "cli",
  "bench",
  "local",
  "environments",
  "stacks",
  "modules",
  "rules",
  "services",
  "main.ts",
  "cdktf.json",
  "package.json",
  "tsconfig.json",
  "tsconfig.app.json",
];

let root: string;
const running = new Set<ChildProcess>();
/** Changed files, and what they were. */
const originals = new Map<string, string>();

/** A copy of the sources, whose files a test may change. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "local-test-"));
  for (const path of SOURCES) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
});

afterEach(() => {
  for (const [path, text] of originals) writeFileSync(path, text);
  originals.clear();
});

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

/** Changes a source file for the length of a test. */
function edit(path: string, change: (text: string) => string): void {
  const file = join(root, path);
  const original = originals.get(file) ?? readFileSync(file, "utf8");
  originals.set(file, original);
  writeFileSync(file, change(original));
}

/** The APIs that the stacks say the URLs of. */
function apiNames(): readonly string[] {
  return stacks("dev").flatMap(({ template }) =>
    Object.keys(template.output ?? {}).flatMap((name) => /^(.+)_api_url$/.exec(name)?.slice(1) ?? []),
  );
}

/** What is in the folder of the runs. */
function runFolders(): readonly string[] {
  const folder = join(root, "build", "local");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The id of a process that has ended. */
async function pidOfNobody(): Promise<number | undefined> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return child.pid;
}

/** Makes an API answer with another status. */
function answering(statusCode: number) {
  return (text: string) => `${text.replace("export const handler", "const former")}
export const handler: typeof former = async (...args) => ({ ...(await former(...args)), statusCode: ${statusCode} });
`;
}

/** Adds a resource by hand to the stack `catalog`. */
function byHand(type: string, name: string, props: string) {
  return (text: string) =>
    `import { ${type} } from "@cdktf/provider-aws/lib/${name}";\n${text.replace(
      "const api = ",
      `new ${type}(this, "by-hand", ${props});\n    const api = `,
    )}`;
}

function local(...args: string[]) {
  return run(process.execPath, ["cli/platform.mjs", "local", ...args]);
}

/** As npm runs a script: in a shell, which does not pass signals on. */
function localByNpm(...args: string[]) {
  return run("sh", ["-c", `node cli/platform.mjs local ${args.join(" ")}; exit`], {
    npm_lifecycle_event: "local",
  });
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return { code: code as number | null, output, errors };
  });
  const lines = createInterface(child.stdout);
  return {
    child,
    ended,
    firstLine: () => Promise.race([once(lines, "line").then(([line]) => String(line)), ended.then(fail)]),
    errorLine: (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        createInterface(child.stderr).on("line", (line) => pattern.test(line) && resolve(line));
        ended.then(fail).catch(reject);
      }),
  };
}

function fail({ errors }: { errors: string }): never {
  throw new Error(`the command ended before it was ready:\n${errors}`);
}

describe("npm run local", () => {
  test("is ready with one line of JSON, serves, reloads a changed handler and ends cleanly on Ctrl-C", async () => {
    const { child, ended, firstLine, errorLine } = local("--json", "--port", "0");
    const ready = JSON.parse(await firstLine());
    expect(ready).toEqual({
      ready: true,
      awsEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: "eu-central-1",
      apis: Object.fromEntries(apiNames().map((name) => [name, expect.stringContaining("http://")])),
      auth: {
        userPoolId: expect.stringMatching(/^eu-central-1_\w{9}$/),
        clientId: expect.stringMatching(/^\w{26}$/),
      },
    });
    const products = await fetch(`${ready.apis.product}/product`);
    expect(products.status).toBe(200);
    expect(await products.json()).toEqual({ items: [] });

    const reloaded = errorLine(/^(not )?reloaded/);
    edit("services/product/handlers/api.ts", answering(418));
    expect(await reloaded).toMatch(/^reloaded: 0 created, \d+ changed, 0 replaced, 0 removed/);
    expect((await fetch(`${ready.apis.product}/product`)).status).toBe(418);

    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0 });
    await expect(fetch(`${ready.apis.product}/product`)).rejects.toThrow();
  }, 60_000);

  test("outlives a broken edit of a stack, and says where a new API is after a good one", async () => {
    const { child, ended, firstLine, errorLine } = local("--json", "--port", "0");
    const ready = JSON.parse(await firstLine());
    const stack = "stacks/ordering.ts";

    const refused = errorLine(/^not reloaded/);
    edit(stack, (text) => `${text}\nconst broken = ;\n`);
    expect(await refused).toContain("what ran before goes on");
    expect((await fetch(`${ready.apis.product}/product`)).status).toBe(200);

    const told = errorLine(/second API/);
    const output = 'this.output("second_api_url", "http://second", "A second one.");';
    edit(stack, (text) => text.replace(/( +)(this\.output\("order_api_url")/, `$1${output}\n$1$2`));
    expect(await told).toContain("http://second");
    expect((await fetch(`${ready.apis.product}/product`)).status).toBe(200);

    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0 });
  }, 60_000);

  test.each([
    ["a broken rule", byHand("SqsQueue", "sqs-queue", '{ name: "orders" }'), "cannot be synthesized"],
    [
      "an unsupported resource",
      byHand("SsmParameter", "ssm-parameter", '{ name: "orders", type: "String", value: "on" }'),
      "The local cloud cannot run these stacks, for 1 reason",
    ],
  ])(
    "runs functions that start after a reload was refused for %s, with the code from before",
    async (_, change, words) => {
      const { child, ended, firstLine, errorLine } = local("--json", "--port", "0");
      const ready = JSON.parse(await firstLine());
      const status = async () => (await fetch(`${ready.apis.product}/product`)).status;

      const refused = errorLine(/^not reloaded/);
      edit("services/product/handlers/api.ts", answering(418));
      edit("stacks/catalog.ts", change);
      expect(await refused).toContain(words);
      expect(await status()).toBe(200);

      const reloaded = errorLine(/^reloaded/);
      edit("stacks/catalog.ts", (text) => text);
      await reloaded;
      expect(await status()).toBe(418);

      child.kill("SIGINT");
      expect(await ended).toMatchObject({ code: 0 });
    },
    60_000,
  );

  test("disturbs no other one of the same environment, and removes what one left that was killed", async () => {
    const first = local("--json", "--port", "0");
    const { apis } = JSON.parse(await first.firstLine());
    const leftover = join(root, "build", "local", `dev-${await pidOfNobody()}`);
    mkdirSync(leftover, { recursive: true });

    const second = local("--json", "--port", "0");
    await second.firstLine();
    expect(runFolders()).toEqual([first, second].map(({ child }) => `dev-${child.pid}`).sort());
    second.child.kill("SIGTERM");
    await second.ended;

    expect(runFolders()).toEqual([`dev-${first.child.pid}`]);
    expect((await fetch(`${apis.product}/product`)).status).toBe(200);
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(runFolders()).toEqual([]);
  }, 60_000);

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "ends on %s while it synthesizes with code %i, and with everything that it has started",
    async (signal, code) => {
      const { child, ended, firstLine } = local("--port", "0");
      expect(await firstLine()).toContain("Bundle the handlers and synthesize dev");

      child.kill(signal);

      expect(await ended).toMatchObject({ code, errors: expect.stringMatching(/Stopped\.\n$/) });
      expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain(
        join(root, "cli", "app.mjs"),
      );
      expect(runFolders()).toEqual([]);
    },
    60_000,
  );

  test("ends when npm is ended", async () => {
    const { child, ended, firstLine } = localByNpm("--json", "--port", "0");
    const { awsEndpoint } = JSON.parse(await firstLine());

    child.kill("SIGTERM");
    await ended;

    await expect(fetch(awsEndpoint)).rejects.toThrow();
  }, 60_000);

  test("says that its port is taken, and what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };

    const { code, errors } = await local("--port", String(port)).ended;
    taken.close();

    expect(code).toBe(1);
    expect(errors).toContain(
      `Port ${port} is taken. End what uses it, or choose another: npm run local -- --port 0 takes any free one.`,
    );
  }, 60_000);

  test.each([
    [["--port", ""], '--port is ""; give a number from 0 to 65535, where 0 takes any free port.'],
    [["--port", "http"], '--port is "http"; give a number from 0 to 65535, where 0 takes any free port.'],
    [["--env", "nowhere"], 'There is no environment "nowhere"'],
  ])(
    "refuses %j with plain words",
    async (args, words) => {
      const { code, errors } = await local(...args).ended;

      expect(code).toBe(1);
      expect(errors).toContain(words);
      expect(errors).not.toContain("    at ");
    },
    60_000,
  );

  test("explains itself with --help", async () => {
    const { code, output } = await local("--help").ended;

    expect(code).toBe(0);
    expect(output).toContain("--env");
  }, 60_000);

  test("names the resource that a stack holds and that it does not model", async () => {
    const satellite = `new TerraformResource(this, "satellite", { terraformResourceType: "aws_groundstation_config" });`;
    edit("stacks/platform.ts", (text) =>
      text
        .replace(
          /import type \{ App \} from "cdktf";/,
          'import { type App, TerraformResource } from "cdktf";',
        )
        .replace(/( +)new ApiAccount\(/, `$1${satellite}\n$1new ApiAccount(`),
    );

    const { code, output, errors } = await local("--port", "0").ended;

    expect(code).toBe(1);
    expect(errors).toContain("aws_groundstation_config");
    expect(errors).not.toContain("    at ");
    expect(`${output}${errors}`.match(/The local cloud cannot run these stacks/g)).toHaveLength(1);
  }, 60_000);
});
