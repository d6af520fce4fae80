const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

/**
 * Synthesizes every environment once, as the app command does; the tests of the local cloud run these stacks. Each
 * run has a folder of its own, so that two may run in one checkout.
 */
module.exports = () => {
  // The AWS SDK would warn of Node 20 in every process.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const root = join(__dirname, "..");
  const outdir = join(root, "build", `test-stacks-${process.pid}`);
  const { status, stderr } = spawnSync(process.execPath, ["cli/app.mjs"], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the stacks cannot be synthesized:\n${stderr}`);
  process.env.SYNTHESIZED_STACKS = outdir;
};
