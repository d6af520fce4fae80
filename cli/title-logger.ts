import { LISTR_LOGGER_STDERR_LEVELS, ListrLogger, ListrLogLevels, type LoggerFieldOptions } from "listr2";

/** Names the tasks that fail, and leaves it to the caller to tell the error. */
export class TitleLogger extends ListrLogger<ListrLogLevels> {
  constructor() {
    super({ toStderr: LISTR_LOGGER_STDERR_LEVELS });
  }

  override log(level: ListrLogLevels, title: string | unknown[], options?: LoggerFieldOptions): void {
    super.log(level, title, level === ListrLogLevels.FAILED ? undefined : options);
  }
}
