import { join } from "node:path";
import { watch } from "chokidar";

/** Folders and files whose change means other stacks or other code. */
const WATCHED = ["main.ts", "environments", "stacks", "modules", "rules", "services"];

/** Pages that lie beside the sources. */
const PAGE = /\.md$/;

/** Editors write several files at once; one reload is enough for them. */
const QUIET_MS = 100;

/** Notices changes of the sources, from the moment it is made: none is lost while the cloud starts. */
export class SourceWatch {
  /** Resolves when every file is looked at. */
  readonly ready: Promise<void>;
  private readonly watcher;
  private reload: (() => Promise<void>) | undefined;
  private reloading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private changed = false;
  private closed = false;

  /**
   * @param root - the folder of the project
   * @param write - receives why changes are not noticed any more
   */
  constructor(root: string, write: (line: string) => void) {
    this.watcher = watch(
      WATCHED.map((path) => join(root, path)),
      { ignoreInitial: true, ignored: (path, stats) => stats?.isFile() === true && PAGE.test(path) },
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

  /**
   * Reloads after changes from now on, and at once if there was one already. One reload runs at a time; however many
   * changes come meanwhile, one more follows it.
   * @param reload - must not throw
   */
  follow(reload: () => Promise<void>): void {
    this.reload = reload;
    if (this.changed) this.notice();
  }

  /** Ends when the reload that is under way has ended; no other follows. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.watcher.close();
    await this.reloading;
  }

  private notice(): void {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), QUIET_MS);
  }

  private start(): void {
    const { reload } = this;
    if (!this.changed || this.closed || reload === undefined || this.reloading !== undefined) return;
    this.changed = false;
    this.reloading = reload().finally(() => {
      this.reloading = undefined;
      this.start();
    });
  }
}
