import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CliError } from "../cli-error";
import { selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { readEnvironmentValues } from "../environment-values";

/** Base URLs by name of the API. */
export type ApiUrls = Readonly<Record<string, string>>;

const OUTPUT = /^(.+)_api_url$/;

const readyLine = z.object({ apis: z.record(z.string(), z.string()) });

/**
 * @param path - of a file with the line that `npm run local -- --json` prints
 * @throws CliError when it holds none
 */
export function urlsOfLocalCloud(path: string): ApiUrls {
  try {
    return readyLine.parse(JSON.parse(readFileSync(path, "utf8"))).apis;
  } catch (error) {
    const reason = error instanceof z.ZodError ? problemsOf(error) : (error as Error).message;
    throw new CliError(`${path} does not hold the line that npm run local -- --json prints. (${reason})`);
  }
}

function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

/**
 * Reads the URLs from the states of the stacks that promise one.
 * @param outdir - folder of a synthesis
 * @throws CliError when a stack was not applied yet, or not as it is now
 */
export async function urlsOfEnvironment(outdir: string, environment: string): Promise<ApiUrls> {
  const store = new StateStore(readEnvironmentValues(outdir, environment));
  const urls: Record<string, string> = {};
  try {
    for (const { name, synthesizedStackPath } of selectStacks(outdir, environment, [])) {
      const promised = outputsOf(join(outdir, synthesizedStackPath)).filter((output) => OUTPUT.test(output));
      if (promised.length === 0) continue;
      const state = await store.state(name);
      if (state === undefined) throw new CliError(`${name} was not applied yet: it has no state.`);
      for (const output of promised) {
        const url = state.outputs[output]?.value;
        if (typeof url !== "string") {
          throw new CliError(
            `The state of ${name} has no output ${output}: it was not applied as it is now.`,
          );
        }
        urls[output.replace(OUTPUT, "$1")] = url;
      }
    }
    return urls;
  } finally {
    store.close();
  }
}

function outputsOf(template: string): readonly string[] {
  const { output = {} } = JSON.parse(readFileSync(template, "utf8")) as { output?: object };
  return Object.keys(output);
}
