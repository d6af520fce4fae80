import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../../cli/cli-error";
import { findProviderSource, type ProviderSource } from "../../cli/terraform/provider-source";
import { requireTerraform } from "../../cli/terraform/require-terraform";
import { requireMoto } from "../../cli/verify-deploy/require-moto";

/** The repository. */
export const ROOT = join(__dirname, "..", "..");

/** Where the tests of the deployment keep what they share. */
export const SHARED_FOLDER = join(ROOT, "build", "test-deploy");

/** Carries what the global setup found to the tests. */
const VARIABLE = "PLATFORM_TEST_DEPLOY_TOOLS";

/** What the tests run on. */
export interface Tools {
  /** The interpreter that has moto. */
  readonly python: string;
  readonly providers: ProviderSource;
}

type Found = Tools | { readonly missing: string };

/**
 * Looks for terraform, moto and the AWS provider, for every test of the run.
 * @returns what is missing, with the way to get it; nothing when all is there
 */
export async function findTools(): Promise<string | undefined> {
  const found = await look();
  process.env[VARIABLE] = JSON.stringify(found);
  return "missing" in found ? found.missing : undefined;
}

async function look(): Promise<Found> {
  try {
    await requireTerraform();
    mkdirSync(SHARED_FOLDER, { recursive: true });
    return { python: await requireMoto(), providers: await findProviderSource(SHARED_FOLDER) };
  } catch (error) {
    if (error instanceof CliError) return { missing: error.message };
    throw error;
  }
}

function found(): Found {
  return JSON.parse(process.env[VARIABLE] ?? '{"missing":"the global setup of jest.deploy.config.json"}');
}

/** @throws Error when something is missing; tests in `describeDeploy` do not run then */
export function tools(): Tools {
  const all = found();
  if ("missing" in all) throw new Error(all.missing);
  return all;
}

/** Whether the tests can run. */
export function toolsAreThere(): boolean {
  return !("missing" in found());
}
