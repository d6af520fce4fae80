import { SystemClock } from "../../local/kernel/system-clock";

describe("SystemClock", () => {
  test("fires what is due at once, and not what is cancelled", async () => {
    const clock = new SystemClock();
    const cancelled = jest.fn();
    clock.at(clock.now(), cancelled).cancel();

    await new Promise<void>((resolve) => {
      clock.at(clock.now() - 1_000, resolve);
    });

    expect(cancelled).not.toHaveBeenCalled();
  });

  test("once closed, neither holds the process nor lets anything new hold it", () => {
    jest.useFakeTimers();
    const clock = new SystemClock();
    const fired = jest.fn();
    clock.at(clock.now() + 10, fired);

    clock.close();
    clock.at(clock.now() + 20, fired).cancel();
    clock.at(clock.now() + 20, fired);

    expect(jest.getTimerCount()).toBe(0);
    jest.runAllTimers();
    expect(fired).not.toHaveBeenCalled();
    jest.useRealTimers();
  });

  test("waits for times that are further away than a timer reaches", () => {
    jest.useFakeTimers();
    const clock = new SystemClock();
    const fired = jest.fn();
    const days = 60 * 86_400_000;
    clock.at(clock.now() + days, fired);

    jest.advanceTimersByTime(days - 1);
    expect(fired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
  });
});
