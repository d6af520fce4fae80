import { rmSync } from "node:fs";
import { deployableStacks, SHARED_STACKS } from "./deployable-stacks";
import { findTools, SHARED_FOLDER } from "./tools";

/** Finds what the tests need and synthesizes every environment once; says why where the tests are skipped. */
// biome-ignore lint/style/noDefaultExport: jest takes the default export
export default async function setup(): Promise<void> {
  // The AWS SDK would warn of Node 20 in every process.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  rmSync(SHARED_FOLDER, { recursive: true, force: true });
  const missing = await findTools();
  if (missing === undefined) await deployableStacks(SHARED_STACKS);
  else process.stderr.write(`\nThe tests of the deployment are skipped. ${missing}\n`);
}
