import { VirtualClock } from "../../local/kernel/virtual-clock";
import { STARTS_AT_ONCE, StartQueue } from "../../local/services/lambda/execution/start-queue";

/** Asks for starts that end when the test says so, and notes which have begun. */
function starts(count: number) {
  const clock = new VirtualClock(0);
  const queue = new StartQueue(clock);
  const begun: number[] = [];
  const end: (() => void)[] = [];
  const results = Array.from({ length: count }, (_, index) =>
    queue.run(() => {
      begun.push(index);
      return new Promise<number>((resolve) => {
        end[index] = () => resolve(index);
      });
    }),
  );
  return { clock, queue, begun, end, results };
}

const FIRST = Array.from({ length: STARTS_AT_ONCE }, (_, index) => index);

describe("StartQueue", () => {
  test("lets as many start at once as there are processors, the others in their order", async () => {
    const { begun, end, results } = starts(STARTS_AT_ONCE + 2);
    expect(begun).toEqual(FIRST);

    end[0]?.();

    expect(await results[0]).toBe(0);
    expect(begun).toEqual([...FIRST, STARTS_AT_ONCE]);
  });

  test("gives the place of a start that takes over a second to the next, once", async () => {
    const { clock, begun, end, results } = starts(STARTS_AT_ONCE * 2 + 1);

    expect(clock.nextAt()).toBe(1_000);
    for (const _place of FIRST) clock.fireNext();
    expect(begun).toHaveLength(STARTS_AT_ONCE * 2);
    end[0]?.();

    expect(await results[0]).toBe(0);
    expect(begun).toHaveLength(STARTS_AT_ONCE * 2);
  });

  test("gives the place of a start that fails to the next", async () => {
    const { queue, begun, end } = starts(STARTS_AT_ONCE - 1);
    const failing = queue.run(() => Promise.reject(new Error("broken")));
    const next = queue.run(async () => begun.push(-1));

    await expect(failing).rejects.toThrow("broken");
    await next;

    expect(begun).toContain(-1);
    for (const one of end) one();
  });
});
