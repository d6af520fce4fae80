import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

beforeEach(() => {
  cloud = lambdaCloud();
});

afterEach(() => cloud.close());

/** Deploys a function whose package has a file and a folder beside the code; gives the package's folder. */
const deploy = async (code: string) => {
  const filename = cloud.bundle(code);
  const folder = filename.replace(/\.zip$/, "");
  writeFileSync(join(folder, "data.txt"), "packaged");
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "logo.txt"), "a logo");
  await cloud.deploy("reader", code, { filename });
  return folder;
};

describe("a function", () => {
  test("finds itself in the folder of its code", async () => {
    const folder = await deploy(
      `import { resolve } from "node:path";
      export const handler = async () => [process.cwd(), process.env.LAMBDA_TASK_ROOT, resolve("assets")];`,
    );

    expect(await cloud.answer("reader")).toEqual([folder, folder, join(folder, "assets")]);
  });

  test.each([
    ["readFileSync('./data.txt', 'utf8')", "packaged"],
    ["readFileSync('assets/../data.txt', 'utf8')", "packaged"],
    ["await promises.readFile('data.txt', 'utf8')", "packaged"],
    ["await (await promises.open('data.txt')).readFile('utf8')", "packaged"],
    ["await promisify(readFile)('data.txt', 'utf8')", "packaged"],
    ["await text(createReadStream('data.txt'))", "packaged"],
    ["readdirSync('.')", ["assets", "data.txt", "index.mjs"]],
    ["existsSync('data.txt') && !existsSync('')", true],
    ["await promisify(exists)('data.txt')", true],
    ["realpathSync.native('assets').endsWith('/assets')", true],
    ["mkdtempSync('assets/').startsWith(process.cwd() + '/assets/')", true],
    ["readFileSync(new URL('data.txt', import.meta.url), 'utf8')", "packaged"],
  ])("reads what was packaged with it by %s", async (expression, expected) => {
    await deploy(
      `import { createReadStream, exists, existsSync, mkdtempSync, promises, readFile, readFileSync, readdirSync, realpathSync } from "node:fs";
      import { text } from "node:stream/consumers";
      import { promisify } from "node:util";
      export const handler = async () => ${expression};`,
    );

    expect(await cloud.answer("reader")).toEqual(expected);
  });

  test("writes, copies and links beside its code", async () => {
    const folder = await deploy(
      `import { copyFileSync, readFileSync, symlinkSync } from "node:fs";
      import { rename, writeFile } from "node:fs/promises";
      export const handler = async () => {
        await writeFile("new.txt", "written");
        await rename("new.txt", "assets/new.txt");
        copyFileSync("assets/new.txt", "copy.txt");
        symlinkSync("copy.txt", "link.txt");
        return readFileSync("link.txt", "utf8");
      };`,
    );

    expect(await cloud.answer("reader")).toBe("written");
    expect(existsSync(join(folder, "assets", "new.txt"))).toBe(true);
  });

  test("may go elsewhere, and another function stays where it is", async () => {
    const code = `import { readFileSync } from "node:fs";
      export const handler = async ({ to }) => {
        if (to) process.chdir(to);
        return [process.cwd(), readFileSync("logo.txt", "utf8")];
      };`;
    const folder = await deploy(code);

    expect(await cloud.answer("reader", { to: "assets" })).toEqual([join(folder, "assets"), "a logo"]);
    expect(await cloud.error("reader", { to: "nowhere" })).toMatchObject({
      errorMessage: expect.stringContaining("ENOENT"),
    });
    expect(process.cwd()).not.toBe(folder);
  });
});
