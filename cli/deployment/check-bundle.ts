import { CliError } from "../cli-error";
import type { Manifest } from "../plan-bundle/manifest";
import type { SourceTree } from "../plan-bundle/source-tree";
import type { ApplyRecords } from "./apply-records";
import { type StateVersion, versionOf } from "./plan-stacks";
import type { StateStore } from "./state-store";

/** How a stack of a bundle is to be applied. */
export type Way =
  /** The saved plan, as it is. */
  | "saved plan"
  /** It could not be planned before, or an apply of it was interrupted. */
  | "plan again"
  /** This bundle was applied to it already. */
  | "done";

/**
 * @throws CliError when the bundle was made from other sources than those that are checked out, or must not be applied
 */
export function checkSource({ environment, tree, commit, stopped }: Manifest, source: SourceTree): void {
  if (stopped) {
    throw new CliError(
      `A guard stopped this plan of ${environment}, so it cannot be applied; its summary says why. Mend that and plan again.`,
    );
  }
  if (tree === source.tree) return;
  const here = `${source.commit}${source.dirty ? ", with uncommitted changes" : ""}`;
  throw new CliError(
    `The bundle was planned from commit ${commit}, but ${here} is checked out, and their files differ. Check out what was planned, or plan again.`,
  );
}

/**
 * Finds out how each stack is to be applied, before any is touched.
 * @throws CliError when a state that the plan is based on has moved since
 */
export async function waysOf(
  { stacks, upstream }: Pick<Manifest, "stacks" | "upstream">,
  store: StateStore,
  records: ApplyRecords,
): Promise<ReadonlyMap<string, Way>> {
  const ways = new Map<string, Way>();
  const moved: string[] = [];
  await Promise.all([
    ...stacks.map(async ({ name, state: planned, knownAfter }) => {
      const [record, state] = await Promise.all([records.read(name), store.state(name)]);
      const current = versionOf(state);
      const expected = record === undefined ? planned : record.state;
      if (record?.status === "started") ways.set(name, "plan again");
      else if (!isSame(current, expected))
        moved.push(movement(name, expected, current, record !== undefined));
      else if (record !== undefined) ways.set(name, "done");
      else ways.set(name, knownAfter.length > 0 ? "plan again" : "saved plan");
    }),
    ...Object.entries(upstream).map(async ([name, planned]) => {
      const current = versionOf(await store.state(name));
      if (!isSame(current, planned)) moved.push(movement(name, planned, current, false));
    }),
  ]);
  if (moved.length === 0) return ways;
  throw new CliError(
    `Somebody else has changed what the plan is based on. Nothing was touched; plan again:\n${moved.sort().join("\n")}`,
  );
}

function isSame(a: StateVersion, b: StateVersion): boolean {
  return a?.lineage === b?.lineage && a?.serial === b?.serial;
}

function movement(stack: string, expected: StateVersion, current: StateVersion, applied: boolean): string {
  const text = (version: StateVersion) =>
    version === null ? "no state" : `serial ${version.serial} of ${version.lineage}`;
  const when = applied ? "left by this bundle" : "planned on";
  return `  ${stack}: ${when} ${text(expected)}, found ${text(current)}`;
}
