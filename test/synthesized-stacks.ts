/** Where jest's global setup has synthesized every environment, for this run alone. */
export const SYNTHESIZED_STACKS = folder();

function folder(): string {
  const path = process.env["SYNTHESIZED_STACKS"];
  if (path === undefined) throw new Error("SYNTHESIZED_STACKS is not set: jest's global setup sets it");
  return path;
}
