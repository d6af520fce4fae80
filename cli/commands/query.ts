import { CliError } from "../cli-error";
import { MOST_PAGES, type Selection, selectItems } from "../select-items";
import { terminalTable } from "../table";

/** How to run and show a query; texts as the command line gives them. */
export interface QueryOptions {
  /** Print a line of JSON for each item. */
  readonly json: boolean;
  /** The most items to show. */
  readonly limit: string;
  /** Instead of AWS; `AWS_ENDPOINT_URL_DYNAMODB` or `AWS_ENDPOINT_URL` when undefined. */
  readonly endpoint: string | undefined;
  /** `AWS_REGION` or `AWS_DEFAULT_REGION` when undefined. */
  readonly region: string | undefined;
}

/**
 * Runs a PartiQL statement that reads, and prints what it finds.
 * @throws CliError for wrong arguments, or when the statement fails
 */
export async function query(statement: string, options: QueryOptions): Promise<void> {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const limit = readLimit(options.limit);
  const region = options.region ?? (AWS_REGION || AWS_DEFAULT_REGION);
  if (!region) throw new CliError("In which region? Give --region, or set AWS_REGION.");
  const endpoint = options.endpoint ?? (AWS_ENDPOINT_URL_DYNAMODB || AWS_ENDPOINT_URL || undefined);
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new CliError(`The endpoint must be a URL such as http://127.0.0.1:4566, not ${endpoint}`);
  }
  const selection = await selectItems(statement, limit, { endpoint, region });
  process.stdout.write(options.json ? jsonLines(selection) : table(selection));
  if (selection.cut === "limit") {
    process.stderr.write(`There may be more than these ${limit}: raise --limit to see them.\n`);
  } else if (selection.cut === "pages") {
    process.stderr.write(
      `Stopped after ${MOST_PAGES} pages; there may be more. Name a partition key to read less.\n`,
    );
  }
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 100_000) return limit;
  throw new CliError(`--limit must be a whole number from 1 to 100000, not ${text}`);
}

function jsonLines({ items }: Selection): string {
  return items.map((item) => `${JSON.stringify(item, jsonValue)}\n`).join("");
}

function table({ items }: Selection): string {
  if (items.length === 0) return "No items.\n";
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const shown = terminalTable(columns);
  for (const item of items) shown.push(columns.map((column) => cell(item[column])));
  return `${shown.toString()}\n`;
}

/** Texts as they are, but without what could move a terminal's cursor; all else as JSON. */
function cell(value: unknown): string {
  if (value === undefined) return "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal.
  if (typeof value === "string") return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return JSON.stringify(value, jsonValue);
}

/** Sets as lists, binary as base64. */
function jsonValue(this: unknown, _name: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}
