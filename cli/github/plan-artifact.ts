import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { CliError } from "../cli-error";
import { openBundle } from "../plan-bundle/open-bundle";
import type { SourceTree } from "../plan-bundle/source-tree";
import type { Repository } from "./repository";
import { NothingReviewedError } from "./reviewed-plan";

/** The workflow whose artifacts are plan bundles, and the events that may have started it. */
const PLAN_WORKFLOW = ".github/workflows/plan.yml";
const PLAN_EVENTS = ["pull_request", "workflow_dispatch"];

/** The name under which plan.yml uploads a bundle: one per environment and content of the repository. */
export function artifactName(environment: string, { tree }: Pick<SourceTree, "tree">): string {
  return `plan-${environment}-${tree}`;
}

/**
 * Downloads the bundle with this digest.
 * @param path - where to write it
 * @throws NothingReviewedError when no run of plan.yml has left it, or when it has expired
 */
export async function downloadBundle(
  repository: Repository,
  environment: string,
  source: SourceTree,
  digest: string,
  path: string,
): Promise<void> {
  const name = artifactName(environment, source);
  const kept = await trustedArtifacts(repository, name);
  if (kept.length === 0) throw new NothingReviewedError(environment, `no run of plan.yml left ${name}.`);
  const fresh = kept.filter(({ expired }) => !expired);
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.download`;
  for (const { id } of fresh) {
    writeFileSync(draft, await download(repository, id));
    if (!(await isBundle(draft, digest))) continue;
    renameSync(draft, path);
    return;
  }
  rmSync(draft, { force: true });
  throw new NothingReviewedError(
    environment,
    fresh.length === 0
      ? `the artifact ${name} has expired.`
      : `of ${fresh.length} artifacts ${name}, none is the reviewed ${digest}.`,
  );
}

/** Whether a file is the bundle with this digest, as it was made. What is not must not keep us from the one that is. */
async function isBundle(path: string, digest: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "plan-bundle-"));
  try {
    await openBundle(path, folder, digest);
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Artifacts of the name that runs of plan.yml in this repository left, the newest first. A pull request from a fork
 * can leave an artifact of any name here; it has no part in what is applied.
 */
async function trustedArtifacts({ octokit, at }: Repository, name: string) {
  const named = await octokit.paginate(octokit.rest.actions.listArtifactsForRepo, {
    ...at,
    name,
    per_page: 100,
  });
  const trusted: { readonly id: number; readonly expired: boolean }[] = [];
  for (const { id, expired, workflow_run: run } of named) {
    if (run?.id === undefined || run.repository_id !== run.head_repository_id) continue;
    const { data } = await octokit.rest.actions.getWorkflowRun({ ...at, run_id: run.id });
    const [workflow] = data.path.split("@");
    if (workflow === PLAN_WORKFLOW && PLAN_EVENTS.includes(data.event)) trusted.push({ id, expired });
  }
  return trusted;
}

async function download({ octokit, at }: Repository, artifact: number): Promise<Uint8Array> {
  const { data } = await octokit.rest.actions.downloadArtifact({
    ...at,
    artifact_id: artifact,
    archive_format: "zip",
  });
  return unwrap(new Uint8Array(data as ArrayBuffer));
}

/** GitHub wraps what it keeps into a zip; of what is none, nothing is left, which is no bundle. */
function unwrap(zip: Uint8Array): Uint8Array {
  try {
    return Object.values(unzipSync(zip))[0] ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
