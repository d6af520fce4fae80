import * as fc from "fast-check";
import { durationMs } from "../../local/kernel/clock";
import { VirtualClock } from "../../local/kernel/virtual-clock";
import { VirtualWorkQueue } from "../../local/kernel/virtual-work-queue";

function virtualTime() {
  const clock = new VirtualClock(0);
  const failures: string[] = [];
  const work = new VirtualWorkQueue(clock, (name, error) => failures.push(`${name}: ${String(error)}`));
  return { clock, work, failures };
}

describe("durationMs", () => {
  test.each([
    ["250ms", 250],
    ["90s", 90_000],
    ["20m", 1_200_000],
    ["1.5h", 5_400_000],
    ["7d", 604_800_000],
    [42, 42],
  ])("reads %s as %d ms", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  test("refuses anything else with an example", () => {
    expect(() => durationMs("soon")).toThrow(
      '"soon" is not a duration; write a number and ms, s, m, h or d, such as "20m"',
    );
  });
});

describe("VirtualClock", () => {
  test("fires timers by time, and those of one instant in the order they were set", () => {
    return fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 40 }), (times) => {
        const clock = new VirtualClock(0);
        const fired: [number, number][] = [];
        times.forEach((atMs, index) => {
          clock.at(atMs, () => fired.push([clock.now(), index]));
        });

        while (clock.fireNext());

        const expected = times
          .map((atMs, index) => [atMs, index])
          .sort(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j);
        expect(fired).toEqual(expected);
      }),
    );
  });

  test("does not fire a cancelled timer", () => {
    const clock = new VirtualClock(0);
    const fired = jest.fn();

    clock.at(5, fired).cancel();

    expect(clock.fireNext()).toBe(false);
    expect(fired).not.toHaveBeenCalled();
  });

  test("cannot be moved past a timer", () => {
    const clock = new VirtualClock(0);
    clock.at(5, () => {});

    expect(() => clock.moveTo(6)).toThrow("time cannot move from 0 to 6; the next timer is at 5");
  });
});

describe("VirtualWorkQueue", () => {
  test("settle runs work in order, one at a time, with what it spawns", async () => {
    const { work } = virtualTime();
    const seen: string[] = [];
    work.spawn("a", async () => {
      seen.push("a begins");
      await Promise.resolve();
      work.spawn("c", () => void seen.push("c"));
      seen.push("a ends");
    });
    work.spawn("b", () => void seen.push("b"));

    await work.settle();

    expect(seen).toEqual(["a begins", "a ends", "b", "c"]);
  });

  test("settle passes time for what is in flight and leaves later timers set", async () => {
    const { clock, work } = virtualTime();
    const seen: string[] = [];
    clock.at(60_000, () => seen.push("retry"));
    work.spawn("delivery", async () => {
      await work.sleep(200);
      seen.push(`delivered at ${clock.now()}`);
    });

    await work.settle();
    expect(seen).toEqual(["delivered at 200"]);

    await work.advance(60_000);
    expect(seen).toEqual(["delivered at 200", "retry"]);
    expect(clock.now()).toBe(60_200);
  });

  test("advance runs work that a timer spawns before time moves on", async () => {
    const { clock, work } = virtualTime();
    const seen: number[] = [];
    const every = (ms: number): void => {
      clock.at(clock.now() + ms, () => {
        work.spawn("tick", () => void seen.push(clock.now()));
        every(ms);
      });
    };
    every(10);

    await work.advance(35);

    expect(seen).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  test("a served request moves time by itself when it waits for it, and runs nothing else before that", async () => {
    const { clock, work } = virtualTime();
    const seen: string[] = [];
    work.spawn("background", () => void seen.push("background"));

    const answer = await work.serve("request", async () => {
      seen.push("request");
      await work.sleep(5_000);
      return clock.now();
    });

    expect(answer).toBe(5_000);
    expect(seen).toEqual(["request", "background"]);
  });

  test("a served request that waits for nothing that can happen is refused instead of hanging", async () => {
    const { work } = virtualTime();

    const answer = work.serve("stuck", () => {
      work.park();
      return new Promise(() => {});
    });

    await expect(answer).rejects.toThrow('"stuck" waits for something that never happens');
  });

  test("an error of work that nobody waits for is reported and the rest goes on", async () => {
    const { work, failures } = virtualTime();
    const after = jest.fn();
    work.spawn("broken", () => {
      throw new Error("no");
    });
    work.spawn("after", after);

    await work.settle();

    expect(failures).toEqual(["broken: Error: no"]);
    expect(after).toHaveBeenCalledTimes(1);
  });
});
