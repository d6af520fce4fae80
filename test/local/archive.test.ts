import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archive } from "../../local/services/archive";
import { testKernel } from "./test-kernel";

const directory = mkdtempSync(join(tmpdir(), "archive-"));
afterAll(() => rmSync(directory, { recursive: true }));

mkdirSync(join(directory, "code/lib"), { recursive: true });
writeFileSync(join(directory, "code/index.mjs"), "export const handler = 1;");
writeFileSync(join(directory, "code/lib/a.txt"), "a");

function cloud() {
  const { kernel, services } = testKernel([archive]);
  const [service] = services;
  const source = service?.dataSources?.[0];
  return {
    kernel,
    close: () => service?.close?.(),
    read: (config: Record<string, unknown>) =>
      source?.read(source.arguments.parse({ type: "zip", output_path: "out.zip", ...config }), {
        address: "dev-test/data.archive_file.x",
        stackDirectory: directory,
      }) as Record<string, unknown>,
  };
}

describe("archive_file", () => {
  test("stands for the folder that it would zip", () => {
    const { kernel, read } = cloud();

    const outputs = read({ source_dir: "code", output_file_mode: "0644" });

    expect(kernel.archives.sourceOf(join(directory, "out.zip"))).toEqual({
      directory: join(directory, "code"),
    });
    expect(kernel.archives.sourceOf(join(directory, "other.zip"))).toBeUndefined();
    expect(outputs).toMatchObject({
      output_base64sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      output_md5: expect.stringMatching(/^[0-9a-f]{32}$/),
      output_size: 26,
    });
  });

  test("has other outputs exactly when names or contents are others", () => {
    const hash = () => cloud().read({ source_dir: "code" })["output_base64sha256"];
    const before = hash();
    expect(hash()).toBe(before);

    writeFileSync(join(directory, "code/lib/a.txt"), "b");
    const changed = hash();
    writeFileSync(join(directory, "code/lib/a.txt"), "a");
    writeFileSync(join(directory, "code/lib/b.txt"), "");
    const added = hash();
    rmSync(join(directory, "code/lib/b.txt"));

    expect(new Set([before, changed, added]).size).toBe(3);
    expect(hash()).toBe(before);
  });

  test("of a file stands for its folder, and changes with the file alone", () => {
    const { kernel, read } = cloud();

    const { output_size: size } = read({ source_file: "code/index.mjs" });

    expect(size).toBe(25);
    expect(kernel.archives.sourceOf(join(directory, "out.zip"))).toEqual({
      directory: join(directory, "code"),
    });
  });

  test.each([
    [{ source_content: "hi", source_content_filename: "a/b.txt" }, { "a/b.txt": "hi" }],
    [
      {
        source: [
          { filename: "x", content: "1" },
          { filename: "y", content: "2" },
        ],
      },
      { x: "1", y: "2" },
    ],
  ])("of texts writes them to a folder of its own until the cloud ends: %j", async (config, files) => {
    const { kernel, read, close } = cloud();

    read(config);

    const { directory: folder } = kernel.archives.sourceOf(join(directory, "out.zip")) ?? { directory: "" };
    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(join(folder, name), "utf8")).toBe(content);
    }
    await close();
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    [{}, "needs exactly one of source_dir, source_file, source_content, source"],
    [{ source_dir: "code", source_file: "code/index.mjs" }, "needs exactly one of"],
    [{ source_content: "x" }, "source_content and source_content_filename belong together"],
    [{ source_dir: "code", type: "tar.gz" }, 'expected \\"zip\\"'],
    [{ source_dir: "code", excludes: ["a"] }, "excludes"],
    [{ source_dir: "none" }, "no such file or directory"],
  ])("%j is refused", (config, message) => {
    expect(() => cloud().read(config)).toThrow(message);
  });
});
