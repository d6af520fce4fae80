import { Attendant } from "../../local/services/lambda/execution/attendant";
import { testKernel } from "./test-kernel";

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Attends a worker that says nothing. */
function attend() {
  const { kernel, work, logLines } = testKernel();
  const session = kernel.sessions.issue("arn:aws:iam::000000000000:role/f", "f");
  const attendant = new Attendant(kernel, "f", session, () => {});
  attendant.begin();
  return { attendant, work, logLines };
}

describe("a worker that does not come to rest", () => {
  test("counts as hanging after ten seconds of real time, whatever its timeout", () => {
    const { attendant, logLines } = attend();

    jest.advanceTimersByTime(9_900);
    expect(logLines).toEqual([]);
    jest.advanceTimersByTime(300);

    expect(logLines).toEqual([
      "f has not come to rest for 10 s of real time: it computes, or waits for something outside of the cloud's " +
        "APIs. It is left to its timeout.",
    ]);
    attendant.end();
  });

  test("lets requests in beside it after two seconds: it may wait for one of them, outside of the cloud", () => {
    const { attendant, work } = attend();
    const admit = jest.spyOn(work, "admit");

    jest.advanceTimersByTime(1_900);
    expect(admit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(300);

    expect(admit).toHaveBeenCalled();
    attendant.end();
  });

  test("after its answer is waited for two seconds, and never again", () => {
    const { attendant, logLines } = attend();
    const first = jest.fn();
    const second = jest.fn();

    attendant.rest(first);
    jest.advanceTimersByTime(1_900);
    expect(first).not.toHaveBeenCalled();
    jest.advanceTimersByTime(300);
    expect(first).toHaveBeenCalledTimes(1);
    expect(logLines).toEqual([
      "f has left something running that does not come to rest, such as a server or a child process. It is not waited " +
        "for any more, and runs with the same seed may differ.",
    ]);
    attendant.end();
    attendant.begin();
    attendant.rest(second);

    expect(second).toHaveBeenCalledTimes(1);
    attendant.end();
  });
});
