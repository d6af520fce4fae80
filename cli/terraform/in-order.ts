/**
 * Runs every item once the items that it waits for have ended, side by side where it can. After a failure what runs is
 * waited for, and nothing else is begun.
 * @param nameOf - what others call an item
 * @param waitsFor - names of the items that come first; names of no item count as done
 * @throws what the first run threw
 */
export async function inOrder<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  waitsFor: (item: T) => readonly string[],
  run: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const start = (item: T): Promise<void> => {
    const known = running.get(nameOf(item));
    if (known !== undefined) return known;
    const before = items.filter((other) => waitsFor(item).includes(nameOf(other))).map(start);
    const ending = Promise.all(before)
      .then(() => (failures.length > 0 ? undefined : run(item)))
      .catch((error: unknown) => {
        failures.push(error);
      });
    running.set(nameOf(item), ending);
    return ending;
  };
  await Promise.all(items.map(start));
  if (failures.length > 0) throw failures[0];
}
