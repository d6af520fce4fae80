import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";

const REQUESTS = 40;

const first = optionsStacks({ only: ["apis"] });
const trial = optionsStacks({ only: ["apis"], release: { percent: 25 } });
const second = optionsStacks({ only: ["apis"], release: "second" });

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(first, { clock: "virtual", seed: 7 });
});

afterEach(() => cloud.close());

/** How the API answered, request by request. */
async function statuses(path: string): Promise<readonly number[]> {
  const all: number[] = [];
  for (let count = 0; count < REQUESTS; count++) {
    all.push((await fetch(`${cloud.outputs()["trial_url"]}${path}`)).status);
    await cloud.advance("1s");
  }
  return all;
}

const served = (all: readonly number[]) => all.filter((status) => status === 200).length;

describe("a REST API with a canary", () => {
  test("answers a share of the requests by the new definition", async () => {
    expect(served(await statuses("/new"))).toBe(0);

    await cloud.update(trial);

    expect(served(await statuses("/new"))).toBe(11);
    expect(served(await statuses("/old"))).toBe(REQUESTS);
  });

  test("answers everyone by the new definition once it is let go", async () => {
    await cloud.update(trial);

    await cloud.update(second);

    expect(served(await statuses("/new"))).toBe(REQUESTS);
  });

  test("answers everyone by the old definition once it is taken back", async () => {
    await cloud.update(trial);

    await cloud.update(first);

    expect(served(await statuses("/new"))).toBe(0);
    expect(served(await statuses("/old"))).toBe(REQUESTS);
  });
});
