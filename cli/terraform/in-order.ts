/**
 * Runs every item once the items that it waits for have ended, side by side where it can.
 * @param nameOf - what others call an item
 * @param waitsFor - names of the items that come first; names of no item count as done
 * @throws what the first run throws that fails; items that wait for it do not run then
 */
export async function inOrder<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  waitsFor: (item: T) => readonly string[],
  run: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const start = (item: T): Promise<void> => {
    const known = running.get(nameOf(item));
    if (known !== undefined) return known;
    const before = items.filter((other) => waitsFor(item).includes(nameOf(other))).map(start);
    const ending = Promise.all(before).then(() => run(item));
    running.set(nameOf(item), ending);
    return ending;
  };
  await Promise.all(items.map(start));
}
