import { join } from "node:path";
import { runPlatform } from "./run-platform";

const ROOT = join(__dirname, "..", "..");

describe("platform bench", () => {
  it("measures nothing when a name is of no benchmark", async () => {
    expect(await runPlatform(ROOT, "bench", "--only", "synthesis,nope")).toEqual({
      exitCode: 1,
      output: "",
      errors:
        '--only names "nope"; the benchmarks are synthesis, cold-start, local-start, local-throughput, checkouts.\n',
    });
  });
});
