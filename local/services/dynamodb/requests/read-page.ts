import { AwsError } from "../../../kernel/errors";
import { validationError } from "../errors";
import { meets } from "../expressions/evaluate-condition";
import { projector } from "../expressions/project";
import type { BoundExpressions } from "../expressions/request-expressions";
import type { Entry } from "../storage/entry";
import { locate, locatePrimary } from "../storage/key-schema";
import { comparePositions, type Position, positionId } from "../storage/position";
import type { Rank } from "../storage/sorted-list";
import { type Item, pick } from "../values/attribute-value";
import { readItem } from "../values/read-value";
import { CapacityMeter } from "./capacity";
import type { ReadInput } from "./inputs";
import type { ReadSource } from "./read-source";

/** A page ends with the item that reaches this size, whatever filters and projections leave of it. */
const PAGE_BYTES = 1_048_576;

/** What a page is made of. */
export interface PageRequest {
  readonly input: ReadInput;
  readonly bound: BoundExpressions;
  readonly source: ReadSource;
  /** What may be read of the source: ranges that share nothing, in the order of the source. */
  readonly ranges: readonly Rank<Entry>[];
  readonly descending: boolean;
  /** Where the page before ended. */
  readonly start: Position | undefined;
  /** Whether the items are fetched from the table. */
  readonly fetches: boolean;
}

/** Reads one page and answers as `Query` and `Scan` do. */
export function readPage(request: PageRequest): Record<string, unknown> {
  const { input, source, bound, fetches } = request;
  const { table, index } = source;
  const limit = input.Limit ?? Number.POSITIVE_INFINITY;
  const capacity = new CapacityMeter(input.ReturnConsumedCapacity, "read");
  const consistent = input.ConsistentRead === true;
  const items: Item[] = [];
  let scanned = 0;
  let bytes = 0;
  let last: Entry | undefined;
  for (const entry of entries(request)) {
    scanned++;
    bytes += entry.bytes;
    last = entry;
    const fetched = fetches ? table.find(entry.item) : undefined;
    if (fetched !== undefined) capacity.read(table, fetched.bytes, consistent);
    const item = fetched?.item ?? entry.item;
    if (bound.filter === undefined || meets(item, bound.filter)) items.push(item);
    if (scanned >= limit || bytes >= PAGE_BYTES) break;
  }
  capacity.read(table, bytes, consistent, index?.definition.name);
  const isCut = scanned >= limit || bytes >= PAGE_BYTES;
  const project = bound.projection === undefined ? (item: Item) => item : projector(bound.projection);
  const consumed = capacity.single();
  return {
    ...(input.Select === "COUNT" ? {} : { Items: items.map(project) }),
    Count: items.length,
    ScannedCount: scanned,
    ...(isCut && last !== undefined ? { LastEvaluatedKey: pick(last.item, source.cursorNames) } : {}),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

/** Reads `ExclusiveStartKey`. @throws AwsError with AWS's words when it is no key of the source */
export function readStartKey(source: ReadSource, input: ReadInput): Position | undefined {
  if (input.ExclusiveStartKey === undefined) return undefined;
  const key = readCursor(input.ExclusiveStartKey);
  const { table, index, cursorNames } = source;
  const inTable = locate(table.key, key);
  const position =
    index === undefined || inTable === undefined
      ? inTable
      : locate(source.key, key, positionId(locatePrimary(table.key, key)));
  if (position !== undefined && Object.keys(key).length === cursorNames.length) return position;
  const reason = index === undefined ? ": The provided key element does not match the schema" : "";
  throw validationError(`The provided starting key is invalid${reason}`);
}

function readCursor(raw: unknown): Item {
  try {
    return readItem(raw);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
    throw validationError(`The provided starting key is invalid: ${error.message}`);
  }
}

function* entries({ source, ranges, descending, start }: PageRequest): Generator<Entry> {
  for (const range of descending ? [...ranges].reverse() : ranges) {
    const rank = start === undefined ? range : behind(range, start, descending);
    yield* descending ? source.entries.descending(rank) : source.entries.ascending(rank);
  }
}

/** What is left of a range when reading goes on behind a position. */
function behind(range: Rank<Entry>, start: Position, descending: boolean): Rank<Entry> {
  return (entry) => {
    const inRange = range(entry);
    if (inRange !== 0) return inRange;
    const order = comparePositions(entry, start);
    return descending ? (order >= 0 ? 1 : 0) : order <= 0 ? -1 : 0;
  };
}
