import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readyLine } from "../../cli/local-ready";
import { CHECKS } from "../../cli/smoke/checks";
import { runChecks } from "../../cli/smoke/run-checks";
import { loadEnvironments } from "../../environments";
import { LocalCloud } from "../../local/cloud";
import { stacks } from "../flow/stacks";
import { SYNTHESIZED_STACKS } from "../synthesized-stacks";
import { runPlatform } from "./run-platform";

const ROOT = join(__dirname, "..", "..");

const folder = mkdtempSync(join(tmpdir(), "smoke-"));
const ready = join(folder, "ready.json");
const environment = process.env;
const servers: Server[] = [];
let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "system" });
  writeFileSync(ready, readyLine(cloud));
}, 60_000);

afterEach(() => {
  process.env = environment;
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const smoke = (...args: readonly string[]) => runPlatform(ROOT, "smoke", "dev", "--patience", "0", ...args);

/** The rows of a table, without its frame. */
const rows = (output: string) =>
  output
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) => line.split("│").map((cell) => cell.trim()));

describe("platform smoke, of a local cloud", () => {
  it("finds the shop well", async () => {
    const { exitCode, output, errors } = await smoke("--ready", ready);

    expect(errors).toBe("");
    expect(rows(output).slice(1)).toEqual(
      CHECKS.map(() => ["", expect.any(String), expect.any(String), "1", "ok", ""]),
    );
    expect(output).toContain("6 checks hold, 0 failed\n");
    expect(exitCode).toBe(0);
  }, 60_000);

  it("says what an API answers that is not well", async () => {
    const mend = cloud.faults.inject({ on: "lambda:Invoke", resource: "dev-product-api", effect: "crash" });

    const { exitCode, output } = await smoke("--ready", ready, "--json");
    mend();

    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toContainEqual({
      method: "GET",
      path: "/product",
      status: 200,
      tries: 1,
      failure: expect.stringMatching(/^answered 502, not 200: /),
    });
  }, 60_000);
});

describe("platform smoke, of an environment", () => {
  /** S3 with states, by bucket and key. */
  function withStates(states: Readonly<Record<string, unknown>>): Promise<string> {
    return serve((request, response) => {
      const state = states[new URL(request.url ?? "", "http://s3").pathname];
      if (state !== undefined) {
        response.end(JSON.stringify(state));
      } else {
        response.writeHead(404, { "content-type": "application/xml" });
        response.end(
          '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
        );
      }
    });
  }

  const bucket = "/dev-shop-terraform-state-111111111111/dev";
  const version = { lineage: "1a2b", serial: 3 };
  const output = (name: string, value: unknown) => ({
    ...version,
    outputs: { [name]: { value, type: "string" } },
  });

  /** The APIs whose URLs the stacks promise, in the order of the stacks. */
  const promised = stacks("dev").flatMap(({ name, template }) =>
    Object.keys(template.output ?? {})
      .filter((promise) => promise.endsWith("_api_url"))
      .map((promise) => ({
        stack: name,
        state: `${bucket}/${name.replace("dev-", "")}.tfstate`,
        api: promise.replace("_api_url", ""),
      })),
  );

  function useS3(endpoint: string): void {
    process.env = {
      ...environment,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "any",
      AWS_SECRET_ACCESS_KEY: "any",
    };
  }

  it("asks the URLs that the states hold", async () => {
    const { apis } = JSON.parse(readyLine(cloud)) as { apis: Record<string, string> };
    const states = promised.map(({ state, api }) => [state, output(`${api}_api_url`, apis[api])]);
    useS3(await withStates(Object.fromEntries(states)));

    const { exitCode, output: table } = await smoke("--stacks", SYNTHESIZED_STACKS);

    expect(table).toContain("6 checks hold, 0 failed\n");
    expect(exitCode).toBe(0);
  }, 60_000);

  it.each([
    ["a stack that was not applied", undefined, "$stack was not applied yet: it has no state.\n"],
    [
      "a state from before the API",
      { ...version, outputs: {} },
      "The state of $stack has no output $api_api_url: it was not applied as it is now.\n",
    ],
  ])("names %s", async (_, state, text) => {
    const [first = { stack: "", state: "", api: "" }] = promised;
    const words = text.replace("$stack", first.stack).replace("$api", first.api);
    useS3(await withStates(state === undefined ? {} : { [first.state]: state }));

    const { exitCode, output: printed, errors } = await smoke("--stacks", SYNTHESIZED_STACKS);

    expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: "" });
    expect(errors).toContain(words);
  });

  it("names an environment that was not synthesized", async () => {
    const known = loadEnvironments({}).map(({ name }) => name);

    const { exitCode, errors } = await runPlatform(ROOT, "smoke", "nowhere", "--stacks", SYNTHESIZED_STACKS);

    expect({ exitCode, errors }).toEqual({
      exitCode: 1,
      errors: `There is no environment "nowhere" in ${SYNTHESIZED_STACKS}/environments.json; it has ${known.join(", ")}.\n`,
    });
  });
});

describe("platform smoke", () => {
  const check = { api: "tea", method: "GET", path: "/tea", status: 200, answer: "tea" } as const;

  it("asks again until a new deployment has settled", async () => {
    let requests = 0;
    const tea = await serve((_, response) => response.writeHead(++requests < 3 ? 403 : 200).end());

    const results = await runChecks([check], { tea }, { totalMs: 60_000, pauseMs: 1 });

    expect(results).toEqual([{ check, tries: 3 }]);
  });

  it("gives up when its patience ends", async () => {
    const tea = await serve((_, response) => response.writeHead(503).end("later\n"));

    const [result] = await runChecks([check], { tea }, { totalMs: 1_000, pauseMs: 10 });

    expect(result?.failure).toBe("answered 503, not 200: later ");
    expect(result?.tries).toBeGreaterThan(1);
  });

  it("does not follow redirects, to whoever asks for a token", async () => {
    const tea = await serve((_, response) => response.writeHead(302, { location: "/login" }).end());

    const [result] = await runChecks([check], { tea }, { totalMs: 0, pauseMs: 1 });

    expect(result?.failure).toBe("answered 302, not 200: ");
  });

  it("compares the answer, not its status alone", async () => {
    const tea = await serve((_, response) => response.end('{"coffee": true}'));
    const strict = { ...check, holds: (body: unknown) => (body as { tea?: boolean }).tea === true };

    const [result] = await runChecks([strict], { tea }, { totalMs: 0, pauseMs: 1 });

    expect(result?.failure).toBe('is not tea: {"coffee": true}');
  });

  it("says when nothing answers, and when there is no URL", async () => {
    const results = await runChecks(
      [check, { ...check, api: "milk" }],
      { tea: "http://127.0.0.1:1" },
      { totalMs: 0, pauseMs: 1 },
    );

    expect(results.map(({ failure }) => failure)).toEqual([
      expect.stringMatching(/^no answer: /),
      "no URL: there is no output milk_api_url",
    ]);
  });

  it.each(["-1", "1.5", "3601", "long"])("refuses the patience %s", async (patience) => {
    expect(await runPlatform(ROOT, "smoke", "dev", `--patience=${patience}`, "--ready", ready)).toEqual({
      exitCode: 1,
      output: "",
      errors: `--patience must be a whole number of seconds from 0 to 3600, not "${patience}"\n`,
    });
  });

  it("refuses a file without the line of a local cloud", async () => {
    const empty = join(folder, "empty.json");
    writeFileSync(empty, "");

    const { exitCode, errors } = await smoke("--ready", empty);

    expect(exitCode).toBe(1);
    expect(errors).toContain(`${empty} does not hold the line that npm run local -- --json prints.`);
    writeFileSync(empty, '{"ready":true}');
    expect((await smoke("--ready", empty)).errors).toContain("(apis: ");
  });
});
