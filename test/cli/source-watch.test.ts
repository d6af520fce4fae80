import { EventEmitter } from "node:events";
import type { Stats } from "node:fs";
import { watch } from "chokidar";
import { SourceWatch } from "../../cli/source-watch";

jest.mock("chokidar", () => ({ watch: jest.fn() }));

const files = Object.assign(new EventEmitter(), { close: async () => {} });

beforeEach(() => {
  jest.useFakeTimers();
  jest.mocked(watch).mockReturnValue(files as unknown as ReturnType<typeof watch>);
});

afterEach(() => {
  files.removeAllListeners();
  jest.useRealTimers();
});

/** Saves a file, and lets so much time pass that it counts as saved. */
async function save(): Promise<void> {
  files.emit("all", "change", "stacks/ordering.ts");
  await jest.advanceTimersByTimeAsync(1_000);
}

/** A reload that ends when it is told to. */
function reloads() {
  const ends: (() => void)[] = [];
  return { ends, reload: () => new Promise<void>((resolve) => ends.push(resolve)) };
}

describe("SourceWatch", () => {
  it("makes one reload of all changes that come while one is under way", async () => {
    const { ends, reload } = reloads();
    const sources = new SourceWatch("/project", () => {});
    sources.follow(reload);

    for (let saves = 0; saves < 20; saves++) await save();
    expect(ends).toHaveLength(1);

    ends[0]?.();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);

    ends[1]?.();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);
    await sources.close();
  });

  it("ends with the reload that is under way, whatever has changed meanwhile", async () => {
    const { ends, reload } = reloads();
    const sources = new SourceWatch("/project", () => {});
    sources.follow(reload);
    for (let saves = 0; saves < 3; saves++) await save();

    const closed = sources.close();
    ends[0]?.();
    await closed;
    await jest.advanceTimersByTimeAsync(1_000);

    expect(ends).toHaveLength(1);
  });

  it("loses no change from before it follows", async () => {
    const { ends, reload } = reloads();
    const sources = new SourceWatch("/project", () => {});
    await save();

    sources.follow(reload);
    await jest.advanceTimersByTimeAsync(1_000);

    expect(ends).toHaveLength(1);
    ends[0]?.();
    await sources.close();
  });

  it.each([
    ["services/product/README.md", true],
    ["services/product/handlers/api.ts", false],
  ])("ignores %s: %s", (path, ignored) => {
    new SourceWatch("/project", () => {});
    const ignores = jest.mocked(watch).mock.lastCall?.[1]?.ignored as (path: string, stats: Stats) => boolean;

    expect(ignores(path, { isFile: () => true } as Stats)).toBe(ignored);
  });
});
