import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { Kernel } from "../../local/kernel/kernel";
import { SystemWorkQueue } from "../../local/kernel/system-work-queue";
import { VirtualClock } from "../../local/kernel/virtual-clock";
import { lambda } from "../../local/services/lambda/index";
import type { InvokeOutput } from "../../local/services/lambda/operations/invoke";
import { logs } from "../../local/services/logs/index";

/** A cloud whose functions live in real time, on a clock that the test moves. */
function realTimeCloud() {
  const clock = new VirtualClock();
  const failures: unknown[] = [];
  const work = new SystemWorkQueue(clock, (_name, error) => failures.push(error));
  const kernel = new Kernel({
    clock,
    work,
    seed: 1,
    accountId: "000000000000",
    region: "eu-central-1",
    namePrefix: "",
    authorizer: { denial: () => undefined },
    virtualTime: false,
    log: () => {},
  });
  const services = [logs(kernel), lambda(kernel)];
  for (const service of services) kernel.calls.register(service);
  const folder = mkdtempSync(join(tmpdir(), "lambda-real-"));
  const call = <Output>(service: string, operation: string, input: unknown) =>
    kernel.calls.perform<Output>({ type: "operator" }, service, operation, input);
  return {
    clock,
    work,
    failures,
    faults: kernel.faults,
    folder,
    deploy: async (code: string, timeout?: number) => {
      writeFileSync(join(folder, "index.mjs"), code);
      kernel.archives.register(`${folder}.zip`, { directory: folder });
      const type = services
        .flatMap(({ resources }) => resources ?? [])
        .find((one) => one.type === "aws_lambda_function");
      const config = {
        function_name: "f",
        role: "arn:aws:iam::000000000000:role/f",
        handler: "index.handler",
        runtime: "nodejs22.x",
        filename: `${folder}.zip`,
        timeout,
      };
      await type?.apply(type.arguments.parse(config), { address: "f", stackDirectory: folder });
    },
    invoke: async (event: unknown = {}) => {
      const input = { FunctionName: "f", Payload: JSON.stringify(event) };
      return JSON.parse((await call<InvokeOutput>("lambda", "Invoke", input)).Payload);
    },
    lines: async () => {
      const { events } = await call<{ events: { message: string }[] }>("logs", "FilterLogEvents", {
        logGroupName: "/aws/lambda/f",
      });
      return events.map(({ message }) => message);
    },
    /** Lets time pass, far slower than timeouts come, until what is waited for is so. */
    whileTimePasses: async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) {
        if ((clock.nextAt() ?? Number.POSITIVE_INFINITY) < clock.now() + 1_000) clock.fireNext();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    close: async () => {
      await Promise.all(services.map((service) => service.close?.()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let cloud: ReturnType<typeof realTimeCloud>;

beforeEach(() => {
  cloud = realTimeCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

/** Waits for a file, so that the test says when; answers who it is. */
const GATED = `import { appendFileSync, existsSync } from "node:fs";
const id = Math.random();
export const handler = async ({ gate, began }) => {
  if (began) appendFileSync(began, id + "\\n");
  while (!existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 2));
  return id;
};`;

/** As many environments as start without waiting for one to get free. */
const EAGER = availableParallelism() + 1;

describe("functions in real time", () => {
  test("see real time", async () => {
    await cloud.deploy("export const handler = async () => Date.now();");
    const before = Date.now();

    const answer = await cloud.invoke();

    expect(answer).toBeGreaterThanOrEqual(before);
    expect(answer).toBeLessThanOrEqual(Date.now());
  });

  test("get a second chance when their init phase takes over 10 seconds", async () => {
    const marker = join(cloud.folder, "began");
    await cloud.deploy(
      `import { existsSync, writeFileSync } from "node:fs";
      const again = existsSync(${JSON.stringify(marker)});
      writeFileSync(${JSON.stringify(marker)}, "");
      if (!again) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      let count = 0;
      export const handler = async () => ++count;`,
      30,
    );
    const startMs = cloud.clock.now();

    const answer = cloud.invoke();
    while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 1));
    while ((cloud.clock.nextAt() ?? 0) <= startMs + 10_100 && cloud.clock.fireNext());

    expect(await answer).toBe(1);
    expect(await cloud.invoke()).toBe(2);
  });

  test("share warm environments when many call at once", async () => {
    await cloud.deploy(GATED);
    const gate = join(cloud.folder, "open");

    const answers = Array.from({ length: EAGER + 3 }, () => cloud.invoke({ gate }));
    writeFileSync(gate, "");

    expect(new Set(await Promise.all(answers)).size).toBe(EAGER);
  });

  test("share one environment while they are short", async () => {
    await cloud.deploy("const id = Math.random(); export const handler = async () => id;");

    // How short they are is measured, so that it takes a while.
    let ids = new Set<number>();
    do ids = new Set(await Promise.all([cloud.invoke(), cloud.invoke(), cloud.invoke()]));
    while (ids.size > 1);

    expect(ids.size).toBe(1);
  });

  test("share none while faults are in force, so that one that goes wrong takes no others along", async () => {
    await cloud.deploy("const id = Math.random(); export const handler = async () => id;");
    for (let warming = 0; warming < 20; warming++) await cloud.invoke();
    cloud.faults.inject({ on: "lambda:Invoke", resource: "another", effect: "crash" });

    const ids = await Promise.all([cloud.invoke(), cloud.invoke()]);

    expect(new Set(ids).size).toBe(2);
  });

  test("do not wait for a long one behind which they were sent", async () => {
    await cloud.deploy(GATED, 900);
    const open = join(cloud.folder, "open");
    writeFileSync(open, "");
    for (let warming = 0; warming < 20; warming++) await cloud.invoke({ gate: open });
    const closed = join(cloud.folder, "open-later");
    const long = cloud.invoke({ gate: closed });

    const ids: number[] = [];
    const short = [1, 2].map(async () => ids.push(await cloud.invoke({ gate: open })));
    await cloud.whileTimePasses(() => ids.length === 2);
    writeFileSync(closed, "");

    await Promise.all(short);
    expect(ids).not.toContain(await long);
  });

  test("get more environments when none becomes free", async () => {
    await cloud.deploy(GATED, 900);
    const gate = join(cloud.folder, "open");
    const began = join(cloud.folder, "began");
    const allBegan = () =>
      existsSync(began) && readFileSync(began, "utf8").trim().split("\n").length === EAGER + 2;

    const answers = Array.from({ length: EAGER + 2 }, () => cloud.invoke({ gate, began }));
    await cloud.whileTimePasses(allBegan);
    writeFileSync(gate, "");

    expect(new Set(await Promise.all(answers)).size).toBe(EAGER + 2);
  });

  test("are ended at their timeout by one timer for all", async () => {
    await cloud.deploy("export const handler = async ({ hang }) => (hang ? new Promise(() => {}) : 1);");
    expect(await cloud.invoke({})).toBe(1);
    const startMs = cloud.clock.now();

    const hanging = cloud.invoke({ hang: true });
    while (cloud.clock.now() < startMs + 3_000) cloud.clock.fireNext();

    expect(await hanging).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(cloud.clock.now()).toBe(startMs + 3_000);
    expect(await cloud.invoke({})).toBe(1);
  });

  test("write their logs a moment later, many lines at once", async () => {
    await cloud.deploy("export const handler = async () => console.log('x');");
    await cloud.invoke();
    await cloud.invoke();
    await expect(cloud.lines()).rejects.toMatchObject({ code: "ResourceNotFoundException" });

    cloud.clock.fireNext();
    await cloud.work.idle();

    expect(await cloud.lines()).toHaveLength(8);
  });
});
