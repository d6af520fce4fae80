import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

const COUNTING = `export const handler = async () => { process.stdout.write("ran\\n"); return 1; };`;

async function start(seed = 1) {
  cloud = lambdaCloud([], { seed });
  await cloud.deploy("worker", COUNTING);
}

const runs = async () => (await cloud.logsOf("worker")).filter(({ message }) => message === "ran\n").length;

afterEach(() => cloud.close());

describe("an injected fault on lambda:Invoke", () => {
  test("error fails the invocation with the error that is wanted", async () => {
    await start();
    const error = { code: "OutOfStock", message: "none left", httpStatus: 500 };
    cloud.kernel.faults.inject({ on: "lambda:Invoke", resource: "worker", effect: "error", error, times: 1 });

    expect(await cloud.error("worker")).toEqual({
      errorType: "OutOfStock",
      errorMessage: "none left",
      trace: [],
    });
    expect(await runs()).toBe(0);
    expect(await cloud.answer("worker")).toBe(1);
  });

  test.each([
    ["crash", "Runtime.ExitError"],
    ["timeout", "Sandbox.Timedout"],
  ] as const)("%s strikes before the handler or after it, by the seed", async (effect, errorType) => {
    const seen = new Set<number>();
    for (let seed = 1; seed <= 8; seed++) {
      await start(seed);
      cloud.kernel.faults.inject({ on: "lambda:Invoke", effect, times: 1 });

      expect(await cloud.error("worker")).toMatchObject({ errorType });
      seen.add(await runs());
      expect(await cloud.answer("worker")).toBe(1);
      await cloud.close();
    }

    expect([...seen].sort()).toEqual([0, 1]);
  });

  test("timeout takes the function's timeout", async () => {
    await start();
    cloud.kernel.faults.inject({ on: "lambda:Invoke", effect: "timeout", times: 1 });
    const startMs = cloud.clock.now();

    await cloud.error("worker");

    expect(cloud.clock.now() - startMs).toBe(3_000);
  });

  test("leaves other functions alone", async () => {
    await start();
    cloud.kernel.faults.inject({ on: "lambda:Invoke", resource: "someone-else", effect: "crash" });

    expect(await cloud.answer("worker")).toBe(1);
  });
});
