const { rmSync } = require("node:fs");

/** Takes away what the global setup has synthesized. */
module.exports = () => {
  rmSync(process.env.SYNTHESIZED_STACKS, { recursive: true, force: true });
};
