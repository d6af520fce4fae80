import { Logger } from "@aws-lambda-powertools/logger";

/** A real Powertools logger whose lines are kept instead of printed. */
export class RecordingLogger extends Logger {
  readonly lines: string[] = [];

  constructor() {
    super({ serviceName: "test", logLevel: "DEBUG" });
  }

  /** Every line so far as one text. */
  get text(): string {
    return this.lines.join("\n");
  }

  protected override printLog(_level: number, log: Parameters<Logger["printLog"]>[1]): void {
    log.prepareForPrint();
    this.lines.push(JSON.stringify(log.getAttributes(), this.getJsonReplacer()));
  }
}
