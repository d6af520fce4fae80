import { inOrder } from "../../cli/terraform/in-order";

/** Runs items named by letters; `b: ["a"]` waits for a. */
async function order(waits: Readonly<Record<string, readonly string[]>>, failing?: string) {
  const events: string[] = [];
  const run = async (item: string) => {
    events.push(`begin ${item}`);
    await new Promise((resolve) => setImmediate(resolve));
    if (item === failing) throw new Error(`${item} failed`);
    events.push(`end ${item}`);
  };
  const items = Object.keys(waits);
  const ending = await inOrder(
    items,
    (item) => item,
    (item) => waits[item] ?? [],
    run,
  ).then(
    () => "through",
    (error: Error) => error.message,
  );
  return { events, ending };
}

test("inOrder begins an item as soon as those that it waits for have ended, beside the others", async () => {
  const { events, ending } = await order({ b: ["a", "elsewhere"], a: [], c: [] });

  expect(events).toEqual(["begin a", "begin c", "end a", "begin b", "end c", "end b"]);
  expect(ending).toBe("through");
});

test("inOrder ends what runs after a failure, begins nothing else, and throws it", async () => {
  const { events, ending } = await order({ a: [], b: ["a"], c: [], d: ["c"] }, "a");

  expect(events).toEqual(["begin a", "begin c", "end c"]);
  expect(ending).toBe("a failed");
});
