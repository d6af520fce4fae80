import { resolve } from "node:path";
import { isObject } from "../expressions/values";
import type { SynthesizedStack } from "../stacks";

/** Where a state lies, as a text that is equal for equal places. */
function placeOf(
  backend: string,
  config: Readonly<Record<string, unknown>>,
  directory: string,
): string | undefined {
  const { bucket, key, path } = config;
  if (backend === "s3" && typeof bucket === "string" && typeof key === "string")
    return `s3://${bucket}/${key}`;
  if (backend === "local" && typeof path === "string") return resolve(directory, path);
  return undefined;
}

/**
 * The stack whose state a `terraform_remote_state` reads.
 * @returns a text that says why there is none
 */
export function stackBehind(
  remoteState: unknown,
  reader: SynthesizedStack,
  stacks: readonly SynthesizedStack[],
): SynthesizedStack | string {
  const { backend, config } = isObject(remoteState) ? remoteState : {};
  if (typeof backend !== "string" || !isObject(config)) return "backend and config must be plain values";
  const place = placeOf(backend, config, reader.directory);
  if (place === undefined) {
    return `the local cloud finds no state by the backend "${backend}" and its config; use s3 with bucket and key, or local with path, as plain values`;
  }
  const found = stacks.find((stack) => {
    const declared = stack.template.terraform?.["backend"];
    const own = isObject(declared) ? declared[backend] : undefined;
    const body = [own].flat()[0];
    return isObject(body) && placeOf(backend, body, stack.directory) === place;
  });
  return found ?? `no stack that is deployed here keeps its state at ${place}; deploy that stack, too`;
}
