import { createHash } from "node:crypto";
import { UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { Exchange } from "./exchange";
import { compileTemplate, type Template } from "./template";

/** Where access logs go and what a line says. */
export interface AccessLogSettings {
  readonly destinationArn: string;
  readonly format: string;
}

/** Writes a line per request to a stage's log group; lines of the same moment go in one call. */
export class AccessLog {
  private readonly line: Template;
  private readonly group: string;
  private readonly stream: string;
  private waiting: { timestamp: number; message: string }[] = [];
  private streamReady: Promise<void> | undefined;

  /**
   * @param writer - whose permissions count for the writing
   * @throws UnsupportedError for a destination that is no log group, or an unknown variable in the format
   */
  constructor(
    private readonly kernel: Kernel,
    settings: AccessLogSettings,
    apiId: string,
    stage: string,
    private readonly writer: Principal,
  ) {
    this.group = logGroupName(settings.destinationArn);
    this.stream = createHash("md5").update(`${apiId}/${stage}`).digest("hex");
    this.line = compileTemplate(settings.format, { absent: "-", stageVariables: {} });
  }

  write(exchange: Exchange): void {
    this.waiting.push({ timestamp: exchange.atMs, message: this.line(exchange) });
    if (this.waiting.length === 1) this.kernel.work.spawn(`access log ${this.group}`, () => this.flush());
  }

  private async flush(): Promise<void> {
    // One call takes what is answered in the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const target = { logGroupName: this.group, logStreamName: this.stream };
    const logEvents = this.waiting;
    this.waiting = [];
    this.streamReady ??= this.kernel.calls
      .perform<void>(this.writer, "logs", "CreateLogStream", target)
      .catch(ignoreExisting);
    await this.streamReady;
    await this.kernel.calls.perform(this.writer, "logs", "PutLogEvents", { ...target, logEvents });
  }
}

function ignoreExisting(error: Error & { code?: string }): void {
  if (error.code !== "ResourceAlreadyExistsException") throw error;
}

function logGroupName(arn: string): string {
  const [, , service, , , kind, name] = arn.split(":");
  if (service === "logs" && kind === "log-group" && name !== undefined) return name;
  throw new UnsupportedError(
    `access logs go to a log group, such as arn:aws:logs:<region>:<account>:log-group:<name>; "${arn}" is none`,
  );
}
