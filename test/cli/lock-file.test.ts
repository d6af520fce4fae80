import { parseLockFile } from "../../cli/terraform/lock-file";
import { ARCHIVE, AWS, lockBlock, lockText } from "./lock-fixture";

const AWS_BLOCK = lockBlock(AWS, "5.100.0", ["h1:one=", "h1:two=", "zh:abc"]);
const ARCHIVE_BLOCK = lockBlock(ARCHIVE, "2.7.1", ["h1:three="]);

describe("parseLockFile", () => {
  test("finds every provider with its version, its hashes and its block", () => {
    expect(parseLockFile(lockText(ARCHIVE_BLOCK, AWS_BLOCK), "lock")).toEqual([
      { address: ARCHIVE, version: "2.7.1", hashes: ["h1:three="], block: ARCHIVE_BLOCK },
      { address: AWS, version: "5.100.0", hashes: ["h1:one=", "h1:two=", "zh:abc"], block: AWS_BLOCK },
    ]);
  });

  test("reads a file with the line ends of Windows", () => {
    const [provider] = parseLockFile(lockText(AWS_BLOCK).replaceAll("\n", "\r\n"), "lock");

    expect(provider).toMatchObject({ version: "5.100.0", block: AWS_BLOCK });
  });

  test("finds nothing in a file of comments", () => {
    expect(parseLockFile(lockText(), "lock")).toEqual([]);
  });

  test.each([
    ["what a merge leaves", `<<<<<<< HEAD\n${AWS_BLOCK}`, 4, "<<<<<<< HEAD"],
    ["a block after good ones that does not end", `${ARCHIVE_BLOCK}\nprovider "x" {\n`, 12, 'provider "x" {'],
    ["a block without a version", AWS_BLOCK.replace(/ {2}version.*\n/, ""), 4, `provider "${AWS}" {`],
  ])("refuses %s, and names the line", (_what, text, line, content) => {
    expect(() => parseLockFile(lockText(text), ".terraform.lock.hcl")).toThrow(
      `.terraform.lock.hcl is not as terraform writes it: line ${line} is "${content}".\n` +
        "Delete the file and make it anew: npx platform lock",
    );
  });
});
