import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SynthesizedStacks } from "./synthesized";

const synthesized = new SynthesizedStacks();

/** The list that holds for a stack in every environment: `catalog.txt`. */
const sharedList = (stack: string) => listFile(stack.replace(/^[^-]+-/, ""));

/** The list of an environment whose values leave out what others have, such as alarms: `dev-catalog.txt`. */
const ownList = listFile;

function listFile(name: string): string {
  return join(__dirname, "addresses", `${name}.txt`);
}

/** The addresses in Terraform's state: what gets another one is destroyed and made anew. */
function addressesOf(stack: string): string {
  const addresses = synthesized.resources().filter((resource) => resource.stack === stack);
  return addresses
    .map(({ address }) => `${address}\n`)
    .sort()
    .join("");
}

function decide(stack: string, addresses: string): void {
  const shared = sharedList(stack);
  rmSync(ownList(stack), { force: true });
  if (stack.startsWith("dev-")) writeFileSync(shared, addresses);
  else if (readFileSync(shared, "utf8") !== addresses) writeFileSync(ownList(stack), addresses);
}

function difference(decided: string, actual: string): string {
  const before = decided.split("\n");
  const after = actual.split("\n");
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ].join("\n");
}

it.each([...synthesized.stacks.keys()])("%s has the addresses that were decided on", (stack) => {
  const addresses = addressesOf(stack);
  if (process.env["UPDATE_ADDRESSES"] !== undefined) decide(stack, addresses);

  const file = existsSync(ownList(stack)) ? ownList(stack) : sharedList(stack);
  const decided = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (addresses !== decided) {
    throw new Error(
      `The addresses of ${stack} are not those of ${file}. A resource whose address changes is destroyed, with ` +
        "what it holds, and made anew. If that is what you want, write the new lists with\n" +
        `  UPDATE_ADDRESSES=1 npx jest test/stacks/addresses\nand commit them.\n${difference(decided, addresses)}`,
    );
  }
});
