/**
 * Where an item lies in a table or an index: partitions by a hash of their key, as DynamoDB spreads them, and
 * within a partition by the sort key.
 */
export interface Position {
  /** 32 bits of the partition key's hash. */
  readonly hash: number;
  readonly partition: string;
  /** Empty when there is no sort key. */
  readonly sort: string;
  /** Tells items of an index apart that have the same index key; empty in a table. */
  readonly tie: string;
}

// Looked up once: a test runner's sandbox makes every use of a global expensive.
const { imul } = Math;

/** All hashes are below this. */
export const HASHES = 2 ** 32;

/** Partition and sort are texts in key order (`keyOrder`). */
export function positionOf(partition: string, sort: string, tie = ""): Position {
  return { hash: hashOf(partition), partition, sort, tie };
}

/** Identifies the position; also a tie breaker for positions in an index. */
export function positionId(position: Position): string {
  return `${position.partition.length}:${position.partition}${position.sort}`;
}

/** Negative, zero or positive, as `left` lies before, at or behind `right`. */
export function comparePositions(left: Position, right: Position): number {
  if (left.hash !== right.hash) return left.hash - right.hash;
  if (left.partition !== right.partition) return left.partition < right.partition ? -1 : 1;
  if (left.sort !== right.sort) return left.sort < right.sort ? -1 : 1;
  if (left.tie !== right.tie) return left.tie < right.tie ? -1 : 1;
  return 0;
}

/** FNV-1a, then the finalizer of MurmurHash 3, so that keys that look alike lie far apart. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), 16_777_619);
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
