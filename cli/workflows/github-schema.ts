import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Finding } from "./actionlint";

type LanguageService = typeof import("@actions/languageservice");

/** GitHub's own check of a workflow or an action, which its editors use: the schema, and what expressions refer to. */
export type GithubSchema = (path: string, text: string) => Promise<readonly Finding[]>;

/**
 * Loads the check.
 * @param root - the folder of the project, which has it installed
 */
export async function loadGithubSchema(root: string): Promise<GithubSchema> {
  const { validate } = await bundled(root);
  const { TextDocument } = await import("vscode-languageserver-textdocument");
  return async (path, text) => {
    const document = TextDocument.create(pathToFileURL(path).href, "yaml", 1, text);
    return (await validate(document)).map(({ message, range: { start } }) => ({
      line: start.line + 1,
      column: start.character + 1,
      message: typeof message === "string" ? message : message.value,
    }));
  };
}

/** The package is made for bundlers: Node does not take its imports of JSON. */
async function bundled(root: string): Promise<LanguageService> {
  const folder = mkdtempSync(join(tmpdir(), "languageservice-"));
  try {
    const outfile = join(folder, "languageservice.cjs");
    await build({
      stdin: { contents: 'export { validate } from "@actions/languageservice";', resolveDir: root },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
      logLevel: "error",
    });
    return createRequire(import.meta.url)(outfile) as LanguageService;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
