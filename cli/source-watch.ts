import { join } from "node:path";
import { watch } from "chokidar";

/** Folders and files whose change means other stacks or other code. */
const WATCHED = ["main.ts", "environments", "stacks", "modules", "rules", "services"];

/** Editors write several files at once; one reload is enough for them. */
const QUIET_MS = 100;

/** Notices changes of the sources, from the moment it is made: none is lost while the cloud starts. */
export class SourceWatch {
  /** Resolves when every file is looked at. */
  readonly ready: Promise<void>;
  private readonly watcher;
  private reload: (() => Promise<void>) | undefined;
  private reloading = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private changed = false;

  /**
   * @param root - the folder of the project
   * @param write - receives why changes are not noticed any more
   */
  constructor(root: string, write: (line: string) => void) {
    this.watcher = watch(
      WATCHED.map((path) => join(root, path)),
      { ignoreInitial: true },
    );
    this.watcher.on("all", () => this.notice());
    this.ready = new Promise((resolve) => {
      this.watcher.once("ready", resolve);
      // Such as more files than the system can watch: what runs goes on.
      this.watcher.on("error", (error) => {
        write(`changes are not noticed any more: ${String(error)}`);
        resolve();
      });
    });
  }

  /** Reloads after every change from now on, and at once if there was one already. */
  follow(reload: () => Promise<void>): void {
    this.reload = reload;
    if (this.changed) this.notice();
  }

  /** Ends when a reload that is under way has ended. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.watcher.close();
    await this.reloading;
  }

  private notice(): void {
    this.changed = true;
    const { reload } = this;
    if (reload === undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reloading = this.reloading.then(reload);
    }, QUIET_MS);
  }
}
