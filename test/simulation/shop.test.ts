import fc from "fast-check";
import { history } from "./history";
import { expectAllIsWell } from "./invariants";
import { Simulation } from "./simulation";

/** How many histories are played; `SIMULATION_RUNS=500` looks for what a few do not show. */
const RUNS = Number(process.env["SIMULATION_RUNS"] ?? 12);
/** From which the histories are made; the report of a failure names it. */
const SEED = Number(process.env["SIMULATION_SEED"] ?? 1);

test("whatever breaks meanwhile, every accepted checkout is one order at the catalog's prices", async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ seed, steps }) => {
      const simulation = await Simulation.open(seed);
      try {
        await simulation.play({ steps });
        expectAllIsWell(simulation);
      } finally {
        await simulation.cloud.close();
      }
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: process.env["SIMULATION_SHRINK"] === undefined },
  );
}, 3_600_000);
