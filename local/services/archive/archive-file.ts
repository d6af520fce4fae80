import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as z from "zod";
import type { Archives } from "../../kernel/archives";
import type { DataSourceType } from "../../kernel/service";
import { blocks } from "../../terraform/arguments";
import { type ArchiveFile, filesBelow, fingerprints } from "./archive-content";

const SOURCES = ["source_dir", "source_file", "source_content", "source"] as const;

const schema = z
  .strictObject({
    type: z.literal("zip"),
    output_path: z.string(),
    output_file_mode: z.string().optional(),
    source_dir: z.string().optional(),
    source_file: z.string().optional(),
    source_content: z.string().optional(),
    source_content_filename: z.string().optional(),
    source: blocks(z.strictObject({ filename: z.string(), content: z.string() })),
  })
  .refine((config) => SOURCES.filter((name) => [config[name] ?? []].flat().length > 0).length === 1, {
    message: `needs exactly one of ${SOURCES.join(", ")}`,
  })
  .refine(
    (config) => (config.source_content === undefined) === (config.source_content_filename === undefined),
    {
      message: "source_content and source_content_filename belong together",
    },
  );

type Config = z.infer<typeof schema>;

/**
 * archive_file: writes no archive, but remembers which folder stands for it.
 * @param scratch - gives a fresh folder for content that lies in no file
 */
export function archiveFileData(archives: Archives, scratch: () => string): DataSourceType<Config> {
  return {
    type: "archive_file",
    arguments: schema,
    read(config, { stackDirectory }) {
      const { directory, files } = contentOf(config, stackDirectory, scratch);
      archives.register(resolve(stackDirectory, config.output_path), { directory });
      return fingerprints(files);
    },
  };
}

function contentOf(
  config: Config,
  stackDirectory: string,
  scratch: () => string,
): { directory: string; files: readonly ArchiveFile[] } {
  if (config.source_dir !== undefined) {
    const directory = resolve(stackDirectory, config.source_dir);
    return { directory, files: filesBelow(directory) };
  }
  if (config.source_file !== undefined) {
    const path = resolve(stackDirectory, config.source_file);
    return { directory: dirname(path), files: [{ name: basename(path), content: readFileSync(path) }] };
  }
  const { source_content: content = "", source_content_filename: filename } = config;
  const texts = filename === undefined ? config.source : [{ filename, content }];
  const directory = scratch();
  for (const text of texts) {
    const path = join(directory, text.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.content);
  }
  return {
    directory,
    files: texts.map((text) => ({ name: text.filename, content: Buffer.from(text.content) })),
  };
}
