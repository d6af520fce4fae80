import fc from "fast-check";
import { stackOf, thingCloud } from "./things";

/** What one resource of a random stack is like; `uses` are indexes of others that come before it. */
interface Thing {
  readonly renamed: boolean;
  readonly size: number;
  readonly uses: readonly number[];
}

const thing: fc.Arbitrary<Thing> = fc.record({
  renamed: fc.boolean(),
  size: fc.integer({ min: 0, max: 2 }),
  uses: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 }),
});

/** Each place holds a thing or nothing; the same place has the same address in every version of the stacks. */
const version = fc.array(fc.option(thing, { nil: undefined }), { minLength: 6, maxLength: 6 });

function stacksOf(things: readonly (Thing | undefined)[]) {
  const resources = things.flatMap((one, index) => {
    if (one === undefined) return [];
    const uses = one.uses.filter((other) => other < index && things[other] !== undefined);
    const body = {
      name: `thing-${index}${one.renamed ? "-renamed" : ""}`,
      size: one.size,
      uses: uses.map((other) => `\${test_thing.t${other}.arn}`),
    };
    return [[`t${index}`, body] as const];
  });
  // Reversed, so that the order in the file is of no help.
  return [stackOf("dev-a", { resource: { test_thing: Object.fromEntries(resources.reverse()) } })];
}

const visible = (cloud: ReturnType<typeof thingCloud>) =>
  cloud.deployment
    .resources()
    .map(({ address, config, attributes }) => ({ address, config, arn: attributes["arn"] }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));

test("whatever was deployed before, the stacks decide what is there in the end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 4 }), async (versions) => {
      const changed = thingCloud();
      for (const things of versions) await changed.deployment.apply(stacksOf(things));
      const fresh = thingCloud();
      await fresh.deployment.apply(stacksOf(versions.at(-1) ?? []));

      expect(visible(changed)).toEqual(visible(fresh));
      const again = await changed.deployment.apply(stacksOf(versions.at(-1) ?? []));
      expect(again.created + again.changed + again.replaced + again.removed).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test("nothing is made before, or removed after, what it depends on", async () => {
  await fc.assert(
    fc.asyncProperty(version, async (things) => {
      const { deployment, log } = thingCloud();
      await deployment.apply(stacksOf(things));
      const made = log.map((line) => line.split(" ")[1]);
      log.length = 0;
      await deployment.apply([stackOf("dev-a", {})]);
      const removed = log.map((line) => line.split(" ")[1]);

      expect(removed).toEqual([...made].reverse());
      for (const [index, one] of things.entries()) {
        const uses = one?.uses.filter((other) => other < index && things[other] !== undefined) ?? [];
        for (const other of uses) {
          expect(made.indexOf(`dev-a/test_thing.t${other}`)).toBeLessThan(
            made.indexOf(`dev-a/test_thing.t${index}`),
          );
        }
      }
    }),
  );
});
