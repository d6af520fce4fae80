import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../local/kernel/clock";
import { Kernel } from "../../local/kernel/kernel";
import { SystemClock } from "../../local/kernel/system-clock";
import { SystemWorkQueue } from "../../local/kernel/system-work-queue";
import { VirtualClock } from "../../local/kernel/virtual-clock";
import { lambda } from "../../local/services/lambda/index";
import type { InvokeOutput } from "../../local/services/lambda/operations/invoke";
import { logs } from "../../local/services/logs/index";

/** A cloud whose functions live in real time, on a clock that the test moves unless it says otherwise. */
function realTimeCloud<C extends Clock>(clock: C) {
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
    sessions: kernel.sessions,
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
    close: async () => {
      await Promise.all(services.map((service) => service.close?.()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let cloud: ReturnType<typeof realTimeCloud<VirtualClock>>;

beforeEach(() => {
  cloud = realTimeCloud(new VirtualClock());
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

/** Lets time pass, far slower than timeouts come, until what is waited for is so. */
async function whileTimePasses(isSo: () => boolean): Promise<void> {
  const { clock } = cloud;
  while (!isSo()) {
    if ((clock.nextAt() ?? Number.POSITIVE_INFINITY) < clock.now() + 1_000) clock.fireNext();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Waits for a file, so that the test says when; answers which environment it is, by its access key. */
const GATED = `import { appendFileSync, existsSync } from "node:fs";
const id = process.env.AWS_ACCESS_KEY_ID;
export const handler = async ({ gate, began }) => {
  if (began) appendFileSync(began, id + "\\n");
  while (!existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 2));
  return id;
};`;

/** How many invocations of it have begun, by the file that they write. */
function begun(file: string): number {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
}

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

    expect(new Set(await Promise.all(answers)).size).toBeLessThanOrEqual(EAGER);
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
    await cloud.deploy(GATED, 900);
    const gate = join(cloud.folder, "open");
    const began = join(cloud.folder, "began");
    writeFileSync(gate, "");
    for (let warming = 0; warming < 20; warming++) await cloud.invoke({ gate });
    cloud.faults.inject({ on: "lambda:Invoke", resource: "another", effect: "crash" });
    const closed = join(cloud.folder, "open-later");

    const answers = [1, 2].map(() => cloud.invoke({ gate: closed, began }));
    while (begun(began) < 2) await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(closed, "");

    expect(new Set(await Promise.all(answers)).size).toBe(2);
  });

  test("do not wait for a long one behind which they were sent", async () => {
    await cloud.deploy(GATED, 900);
    const open = join(cloud.folder, "open");
    writeFileSync(open, "");
    for (let warming = 0; warming < 20; warming++) await cloud.invoke({ gate: open });
    const closed = join(cloud.folder, "open-later");
    const long = cloud.invoke({ gate: closed });

    const ids: string[] = [];
    const short = [1, 2].map(async () => ids.push(await cloud.invoke({ gate: open })));
    await whileTimePasses(() => ids.length === 2);
    writeFileSync(closed, "");

    await Promise.all(short);
    expect(ids).not.toContain(await long);
  });

  test("get more environments when none becomes free", async () => {
    await cloud.deploy(GATED, 900);
    const gate = join(cloud.folder, "open");
    const began = join(cloud.folder, "began");
    const answers = Array.from({ length: EAGER + 2 }, () => cloud.invoke({ gate, began }));
    await whileTimePasses(() => begun(began) === EAGER + 2);
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

  test("start few environments for a burst of short ones, instead of one for each that waits", async () => {
    const clock = new SystemClock();
    const busy = realTimeCloud(clock);
    await busy.deploy("export const handler = async () => 1;");
    // Each environment has a session of its own.
    const started = jest.spyOn(busy.sessions, "issue");

    await Promise.all(Array.from({ length: 60 }, () => busy.invoke()));
    await busy.close();
    clock.close();

    expect(started.mock.calls.length).toBeLessThan(20);
  });

  test("keep one environment that idles for minutes, and end the others", async () => {
    await cloud.deploy(GATED, 900);
    const gate = join(cloud.folder, "open");
    const began = join(cloud.folder, "began");
    const answers = Array.from({ length: EAGER }, () => cloud.invoke({ gate, began }));
    await whileTimePasses(() => begun(began) === EAGER);
    writeFileSync(gate, "");
    const keys: string[] = await Promise.all(answers);
    const live = () => keys.filter((key) => cloud.sessions.get(key) !== undefined);
    expect(live()).toHaveLength(EAGER);
    const startMs = cloud.clock.now();

    while ((cloud.clock.nextAt() ?? Number.POSITIVE_INFINITY) < startMs + 59_000) cloud.clock.fireNext();
    expect(live()).toHaveLength(EAGER);
    while (cloud.clock.nextAt() !== undefined) cloud.clock.fireNext();

    expect(live()).toHaveLength(1);
    expect(cloud.clock.now()).toBeLessThanOrEqual(startMs + 121_000);
    expect(live()).toEqual([await cloud.invoke({ gate })]);
  });

  test("are refused once the cloud closes, also those that were sent ahead, and start no environment", async () => {
    await cloud.deploy(GATED, 900);
    const open = join(cloud.folder, "open");
    writeFileSync(open, "");
    for (let warming = 0; warming < 20; warming++) await cloud.invoke({ gate: open });
    const began = join(cloud.folder, "began");

    const answers = Array.from({ length: 10 }, () => cloud.invoke({ gate: "never", began }));
    await whileTimePasses(() => begun(began) > 0);
    const ended = Promise.allSettled(answers);
    await cloud.close();

    for (const one of await ended) {
      expect(one).toMatchObject(
        one.status === "fulfilled"
          ? { value: { errorType: "Runtime.ExitError" } }
          : { reason: { code: "ServiceException", httpStatus: 500 } },
      );
    }
    await expect(cloud.invoke()).rejects.toMatchObject({ code: "ServiceException" });
  });
});
