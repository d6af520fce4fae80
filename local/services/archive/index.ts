import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceFactory } from "../../kernel/service";
import { archiveFileData } from "./archive-file";

/** The archive provider: no service of AWS, but what makes the archives of code that functions run. */
export const archive: ServiceFactory = (kernel) => {
  const folders: string[] = [];
  const scratch = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "local-cloud-archive-"));
    folders.push(folder);
    return folder;
  };
  return {
    name: "archive",
    dataSources: [archiveFileData(kernel.archives, scratch)],
    async close() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
};
