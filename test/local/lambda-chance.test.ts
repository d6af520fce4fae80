import { lambdaCloud } from "./lambda-cloud";

/** Draws from every source of chance that a function has. */
const DRAWING = `import crypto, { randomBytes, randomFill, randomFillSync, randomInt, randomUUID } from "node:crypto";
import { promisify } from "node:util";
const wide = new Uint16Array(4);
export const handler = async () => [
  Math.random(),
  randomUUID(),
  crypto.randomUUID(),
  globalThis.crypto.randomUUID(),
  randomBytes(4).toString("hex"),
  (await promisify(randomBytes)(4)).toString("hex"),
  randomInt(1_000),
  randomInt(5, 6),
  await promisify(randomInt)(10, 20),
  [...globalThis.crypto.getRandomValues(new Uint32Array(2))],
  [...randomFillSync(wide, 1, 2)],
  [...(await promisify(randomFill)(new Uint8Array(3), 2))],
  crypto.pseudoRandomBytes(4).toString("hex"),
  crypto.prng(4).toString("hex"),
  crypto.rng(4).toString("hex"),
];`;

async function draw(seed: number): Promise<unknown[]> {
  const cloud = lambdaCloud([], { seed });
  try {
    await cloud.deploy("drawing", DRAWING);
    return [await cloud.answer("drawing"), await cloud.answer("drawing")];
  } finally {
    await cloud.close();
  }
}

describe("chance inside a function", () => {
  test("comes from the cloud's seed, in every form that Node offers", async () => {
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)];

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
  });

  test("has the form that Node gives it", async () => {
    const [values] = await draw(3);
    const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const hex = expect.stringMatching(/^[0-9a-f]{8}$/);
    const uuid = expect.stringMatching(UUID);

    expect(values).toEqual([
      expect.any(Number),
      uuid,
      uuid,
      uuid,
      hex,
      hex,
      expect.any(Number),
      5,
      expect.any(Number),
      [expect.any(Number), expect.any(Number)],
      [0, expect.any(Number), expect.any(Number), 0],
      [0, 0, expect.any(Number)],
      hex,
      hex,
      hex,
    ]);
  });
});
