import * as fc from "fast-check";
import { durationMs } from "../../local/kernel/clock";
import { VirtualClock } from "../../local/kernel/virtual-clock";
import { VirtualWorkQueue } from "../../local/kernel/virtual-work-queue";

function virtualTime({ mostSteps }: { mostSteps?: number } = {}) {
  const clock = new VirtualClock(0);
  const failures: string[] = [];
  const report = (name: string, error: unknown) => failures.push(`${name}: ${String(error)}`);
  const work = new VirtualWorkQueue(clock, report, mostSteps);
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

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18, "99999999d"])(
    "refuses %p, which no clock can be moved by",
    (duration) => {
      expect(() => durationMs(duration)).toThrow(
        `${duration} is no duration; it must be from 0 to a hundred years`,
      );
    },
  );

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

  test("served requests run one at a time, in the order in which they came, before what was spawned", async () => {
    const { work } = virtualTime();
    const seen: string[] = [];
    const request = (name: string) =>
      work.serve(name, async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} ends`);
      });

    const first = request("first");
    work.spawn("background", () => void seen.push("background"));
    await Promise.all([first, request("second"), request("third")]);
    await work.settle();

    expect(seen).toEqual([
      "first begins",
      "first ends",
      "second begins",
      "second ends",
      "third begins",
      "third ends",
      "background",
    ]);
  });

  test("a served request begins while the one before waits for time to pass", async () => {
    const { clock, work } = virtualTime();
    const request = async () => {
      await work.sleep(1_000);
      return clock.now();
    };

    expect(await Promise.all([work.serve("first", request), work.serve("second", request)])).toEqual([
      1_000, 1_000,
    ]);
  });

  test("a request that work under way makes begins at once, since that work waits for it", async () => {
    const { work } = virtualTime();
    const seen: string[] = [];

    const outer = work.serve("outer", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await work.serve("inner", async () => void seen.push("inner"), { nested: true });
      seen.push("outer");
    });
    const other = work.serve("other", async () => void seen.push("other"));
    await Promise.all([outer, other]);

    expect(seen).toEqual(["inner", "outer", "other"]);
  });

  test("a request that work under way makes does not move time further than that work is to", async () => {
    const { clock, work } = virtualTime();
    const seen: number[] = [];
    work.spawn("outer", async () => {
      const resume = work.park();
      await work.serve("inner", () => work.sleep(1_000), { nested: true });
      resume();
      seen.push(clock.now());
    });

    await work.advance(400);
    expect([clock.now(), seen]).toEqual([400, []]);
    await work.settle();
    expect([clock.now(), seen]).toEqual([1_000, [1_000]]);
  });

  test("a request can be let in beside work under way that waits for it without the queue's knowing", async () => {
    const { work } = virtualTime();
    let answer = (): void => {};
    const outer = work.serve(
      "outer",
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    const inner = work.serve("inner", async () => answer());

    work.admit();

    await Promise.all([outer, inner]);
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

  test("served requests side by side each get their answer, also when one waits for what another spawns", async () => {
    const { clock, work } = virtualTime();
    let arrived = (): void => {};
    const waits = work.serve("waits", async () => {
      const resume = work.park();
      await new Promise<void>((resolve) => {
        arrived = () => {
          resume();
          resolve();
        };
      });
      return `woken at ${clock.now()}`;
    });
    const spawns = work.serve("spawns", async () => {
      await work.sleep(10);
      work.spawn("delivery", async () => {
        await work.sleep(5);
        arrived();
      });
      return `done at ${clock.now()}`;
    });

    expect(await Promise.all([waits, spawns])).toEqual(["woken at 15", "done at 10"]);
    await work.settle();
  });

  test("parks nest: a call inside a parked request runs to its end before time moves on", async () => {
    const { clock, work } = virtualTime();
    clock.at(1, () => seen.push("timer"));
    const seen: string[] = [];

    await work.serve("request", async () => {
      const resume = work.park();
      await work.serve("nested call", async () => {
        await Promise.resolve();
        seen.push(`nested at ${clock.now()}`);
      });
      resume();
    });

    expect(seen).toEqual(["nested at 0"]);
  });

  test("settle called by several at once ends for each, and again when called afterwards", async () => {
    const { work } = virtualTime();
    const seen: string[] = [];
    work.spawn("first", () => work.sleep(5).then(() => void seen.push("first")));

    await Promise.all([work.settle(), work.settle(), work.advance(3)]);
    work.spawn("second", () => void seen.push("second"));
    await work.settle();

    expect(seen).toEqual(["first", "second"]);
  });

  test("work without an end is an error of whoever waits, and the queue can be used again", async () => {
    const { work, failures } = virtualTime({ mostSteps: 50 });
    let fed = true;
    const feed = (): void => {
      if (fed) work.spawn("feed", feed);
    };
    feed();

    await expect(work.settle()).rejects.toThrow("50 steps without an end");
    expect(failures).toEqual([expect.stringContaining("50 steps without an end")]);
    fed = false;
    await work.settle();
  });

  test("what repeats in time has an end where time has one, however often it repeats", async () => {
    const { clock, work } = virtualTime({ mostSteps: 50 });
    let ticks = 0;
    const every = (ms: number): void => {
      clock.at(clock.now() + ms, () => {
        work.spawn("tick", () => void ticks++);
        every(ms);
      });
    };
    every(10);

    await work.advance(10_000);
    expect(ticks).toBe(1_000);

    const stuck = work.serve("stuck", () => {
      work.park();
      return new Promise(() => {});
    });
    await expect(stuck).rejects.toThrow("50 steps without an end");
  });

  test("a timer that throws is an error of whoever waits, and time goes on", async () => {
    const { clock, work } = virtualTime();
    const later = jest.fn();
    clock.at(5, () => {
      throw new Error("broken timer");
    });
    clock.at(6, later);

    await expect(work.advance(10)).rejects.toThrow("broken timer");
    await work.advance(10);

    expect(later).toHaveBeenCalledTimes(1);
  });

  test("a served request that throws at once is rejected and leaves nothing behind", async () => {
    const { work } = virtualTime();
    const broken = (): Promise<never> => {
      throw new Error("at once");
    };

    await expect(work.serve("broken", broken)).rejects.toThrow("at once");
    await work.settle();
  });
});
