import { once } from "node:events";
import fs from "node:fs";
import { runEnd } from "../../cli/run-end";

const environment = process.env;

afterEach(() => {
  process.env = environment;
});

describe("the end of a run", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("comes with %s, whose exit code shells expect", async (signal, exitCode) => {
    const { ended, signal: end, release } = runEnd(process.ppid);

    process.emit(signal, signal);
    await ended;
    release();

    expect(end.reason).toMatchObject({ name: "CliError", message: "Stopped.", exitCode });
    expect(process.listenerCount(signal)).toBe(0);
  });

  it("leaves later signals their usual meaning, but not what npm passes on of the first", () => {
    jest.useFakeTimers();
    const { release } = runEnd(process.ppid);

    process.emit("SIGINT", "SIGINT");
    process.emit("SIGINT", "SIGINT");
    expect(process.listenerCount("SIGINT")).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect(process.listenerCount("SIGINT")).toBe(0);
    release();
    jest.useRealTimers();
  });

  it("comes when npm was gone before anybody looked, for everybody who listens", async () => {
    process.env = { ...environment, npm_lifecycle_event: "local" };
    const kill = jest.spyOn(process, "kill").mockImplementation((_, signal) => {
      process.emit(signal as "SIGTERM", signal as "SIGTERM");
      return true;
    });
    const heard = once(process, "SIGTERM");

    const { ended, release } = runEnd(process.ppid + 1);
    await Promise.all([ended, heard]);
    release();

    expect(kill.mock.calls).toEqual([[process.pid, "SIGTERM"]]);
    kill.mockRestore();
  });

  it.each([
    ["comes when npm was gone before this process could ask for its parent", "systemd\n", [["SIGTERM"]]],
    ["does not come for a parent that is the first process of a container", "npm run local\n", []],
  ])("%s", async (_, firstProcess, signals) => {
    process.env = { ...environment, npm_lifecycle_event: "local" };
    const parent = jest.replaceProperty(process, "ppid", 1);
    const read = jest.spyOn(fs, "readFileSync").mockReturnValue(firstProcess);
    const kill = jest.spyOn(process, "kill").mockReturnValue(true);

    const { release } = runEnd(1);
    // The look at the parent has been taken before anything else runs.
    await new Promise(setImmediate);
    release();

    expect(read.mock.calls).toEqual([["/proc/1/comm", "utf8"]]);
    expect(kill.mock.calls.map(([, signal]) => [signal])).toEqual(signals);
    parent.restore();
    read.mockRestore();
    kill.mockRestore();
  });

  it("does not come with a parent's end where npm does not run it", () => {
    process.env = { ...environment, npm_lifecycle_event: undefined };

    const { signal, release } = runEnd(process.ppid + 1);
    release();

    expect(signal.aborted).toBe(false);
  });
});
