/** Splitting here keeps both insertion and the list of chunks short, up to millions of members. */
const LARGEST_CHUNK = 512;

/**
 * Where a member lies as seen from a range: negative before it, 0 within, positive after it. It must not fall
 * along the list's order.
 */
export type Rank<T> = (member: T) => number;

/** Distinct members in order, kept in chunks so that an insertion moves few of them. */
export class SortedList<T> {
  private chunks: T[][] = [];

  constructor(private readonly compare: (left: T, right: T) => number) {}

  /** Adds a member; one that compares equal is replaced. */
  insert(member: T): void {
    const rank = (other: T) => this.compare(other, member);
    const at = this.chunkFor(rank);
    const chunk = this.chunks[at];
    if (chunk === undefined) {
      this.chunks.push([member]);
      return;
    }
    const index = firstNotBefore(chunk, rank);
    const there = chunk[index];
    chunk.splice(index, there !== undefined && this.compare(there, member) === 0 ? 1 : 0, member);
    if (chunk.length > LARGEST_CHUNK) this.chunks.splice(at + 1, 0, chunk.splice(LARGEST_CHUNK / 2));
  }

  /** Takes out the member that compares equal, if there is one. */
  delete(member: T): void {
    const rank = (other: T) => this.compare(other, member);
    const at = this.chunkFor(rank);
    const chunk = this.chunks[at];
    if (chunk === undefined) return;
    const index = firstNotBefore(chunk, rank);
    const there = chunk[index];
    if (there === undefined || this.compare(there, member) !== 0) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  /** The first member of all. */
  first(): T | undefined {
    return this.chunks[0]?.[0];
  }

  /** The members within the range, in order. The list must not be changed meanwhile. */
  *ascending(rank: Rank<T>): Generator<T> {
    const start = this.chunkFor(rank);
    for (let at = start; at < this.chunks.length; at++) {
      const chunk = this.chunks[at] ?? [];
      for (let i = at === start ? firstNotBefore(chunk, rank) : 0; i < chunk.length; i++) {
        const member = chunk[i] as T;
        if (rank(member) > 0) return;
        yield member;
      }
    }
  }

  /** The members within the range, in reverse order. The list must not be changed meanwhile. */
  *descending(rank: Rank<T>): Generator<T> {
    const upTo = (member: T) => (rank(member) > 0 ? 0 : -1);
    const start = Math.min(this.chunkFor(upTo), this.chunks.length - 1);
    for (let at = start; at >= 0; at--) {
      const chunk = this.chunks[at] ?? [];
      for (let i = (at === start ? firstNotBefore(chunk, upTo) : chunk.length) - 1; i >= 0; i--) {
        const member = chunk[i] as T;
        if (rank(member) < 0) return;
        yield member;
      }
    }
  }

  /** The index of the first chunk whose last member is not before the range, else of the last chunk. */
  private chunkFor(rank: Rank<T>): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.chunks[middle]?.at(-1);
      if (last !== undefined && rank(last) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function firstNotBefore<T>(chunk: readonly T[], rank: Rank<T>): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rank(chunk[middle] as T) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
