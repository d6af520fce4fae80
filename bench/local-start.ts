import { withLocalCloud } from "./child";
import { type Figure, medianOf } from "./measure";

const RUNS = 5;

/** From the command to the first answer of an API, with synthesis. */
export async function localStart(root: string): Promise<readonly Figure[]> {
  const value = await medianOf(RUNS, () => {
    const startedMs = performance.now();
    return withLocalCloud(root, [], async ({ apis }) => {
      const response = await fetch(`${apis["product"]}/product`);
      if (response.status !== 200) throw new Error(`GET /product answered ${response.status}`);
      await response.text();
      return performance.now() - startedMs;
    });
  });
  return [{ name: "npm run local: start to first answer", value, unit: "ms", budget: 2_000, runs: RUNS }];
}
