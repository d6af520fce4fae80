import { isoTime } from "../../../kernel/clock";
import { AccessDeniedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";

/** How much of a log an invocation with `LogType: Tail` gives back, in bytes. */
const TAIL_BYTES = 4_096;

/** How often lines are sent before they are given up, as often as the SDK does. */
const MOST_ATTEMPTS = 3;

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** The log of one execution environment: a stream in the function's log group, written as the function's role. */
export class EnvironmentLog {
  private pending: Line[] = [];
  private tail: string[] | undefined;
  private hasStream = false;
  /** Why the latest lines were lost. */
  private lost: string | undefined;
  private flushing: Promise<void> = Promise.resolve();
  readonly stream: string;

  /**
   * @param echo - receives what the function itself writes, a line at a time, and why it ended
   * @param onPending - called when there is something to flush
   */
  constructor(
    private readonly kernel: Kernel,
    private readonly principal: Principal,
    private readonly group: string,
    version: string,
    private readonly echo: (line: string) => void,
    private readonly onPending: (log: EnvironmentLog) => void,
  ) {
    const day = isoTime(kernel.clock.now()).slice(0, 10).replaceAll("-", "/");
    this.stream = `${day}/[${version}]${kernel.ids.text(32)}`;
  }

  /** Adds what the function has written. */
  output(atMs: number, text: string): void {
    this.add(atMs, text);
    this.echo(text.trimEnd());
  }

  /** Adds what Lambda itself has to say. */
  platform(text: string): void {
    this.add(this.kernel.clock.now(), text);
  }

  /** Says at once what a function cannot say of itself any more; its log has it in Lambda's own lines. */
  lastWords(text: string): void {
    this.echo(text);
  }

  /** Keeps the lines from now on for `endTail`. */
  beginTail(): void {
    this.tail = [];
  }

  /** The last 4 KB since `beginTail`, in Base64. */
  endTail(): string {
    const bytes = Buffer.from((this.tail ?? []).join(""));
    this.tail = undefined;
    return bytes.subarray(-TAIL_BYTES).toString("base64");
  }

  /** Writes what has gathered to the log stream. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  private add(timestamp: number, message: string): void {
    this.tail?.push(message);
    this.pending.push({ timestamp, message });
    if (this.pending.length === 1) this.onPending(this);
  }

  private async write(): Promise<void> {
    while (this.pending.length > 0) await this.send(this.pending.splice(0, 1_000));
  }

  private async send(logEvents: readonly Line[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        if (!this.hasStream) await this.createStream();
        this.hasStream = true;
        await this.perform("PutLogEvents", { logEvents });
        this.lost = undefined;
        return;
      } catch (error) {
        if (attempt < MOST_ATTEMPTS && !(error instanceof AccessDeniedError)) continue;
        this.lose(error instanceof Error ? error.message : String(error));
        return;
      }
    }
  }

  /** On AWS such a function runs on and its output is lost; here, at least, somebody hears why, once. */
  private lose(reason: string): void {
    if (this.lost !== reason) this.kernel.log(`no logs in ${this.group}: ${reason}`);
    this.lost = reason;
  }

  private async createStream(): Promise<void> {
    try {
      await this.perform("CreateLogStream");
    } catch (error) {
      if ((error as { code?: string }).code !== "ResourceNotFoundException") throw error;
      await this.perform("CreateLogGroup");
      await this.perform("CreateLogStream");
    }
  }

  private perform(operation: string, input: object = {}): Promise<unknown> {
    const { group: logGroupName, stream: logStreamName } = this;
    const names = operation === "CreateLogGroup" ? { logGroupName } : { logGroupName, logStreamName };
    return this.kernel.calls.perform(this.principal, "logs", operation, { ...names, ...input });
  }
}
