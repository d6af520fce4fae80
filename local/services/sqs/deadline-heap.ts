/** Something with a time and, for equal times, an order. */
export interface Timed {
  readonly key: number;
}

/** Items by the time at which each is due; adding, removing and finding the next take at most log n steps. */
export class DeadlineHeap<T extends Timed> {
  private readonly items: { readonly item: T; readonly atMs: number }[] = [];
  private readonly positions = new Map<T, number>();

  /** When the next item is due. */
  get nextAtMs(): number | undefined {
    return this.items[0]?.atMs;
  }

  /** Adds an item, or gives it another time. */
  set(item: T, atMs: number): void {
    this.remove(item);
    this.items.push({ item, atMs });
    this.positions.set(item, this.items.length - 1);
    this.rise(this.items.length - 1);
  }

  remove(item: T): void {
    const position = this.positions.get(item);
    if (position === undefined) return;
    this.positions.delete(item);
    const last = this.items.pop();
    if (last === undefined || position === this.items.length) return;
    this.items[position] = last;
    this.positions.set(last.item, position);
    this.rise(position);
    this.sink(position);
  }

  /** Takes out the next item if it is due by then. */
  takeDue(nowMs: number): T | undefined {
    const first = this.items[0];
    if (first === undefined || first.atMs > nowMs) return undefined;
    this.remove(first.item);
    return first.item;
  }

  clear(): void {
    this.items.length = 0;
    this.positions.clear();
  }

  private rise(from: number): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >>> 1;
      if (!this.isBefore(position, parent)) return;
      this.swap(position, parent);
      position = parent;
    }
  }

  private sink(from: number): void {
    let position = from;
    for (;;) {
      const left = 2 * position + 1;
      const right = left + 1;
      let first = position;
      if (this.isBefore(left, first)) first = left;
      if (this.isBefore(right, first)) first = right;
      if (first === position) return;
      this.swap(position, first);
      position = first;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const one = this.items[a];
    const other = this.items[b];
    if (one === undefined || other === undefined) return false;
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.item.key < other.item.key);
  }

  private swap(a: number, b: number): void {
    const one = this.items[a];
    const other = this.items[b];
    if (one === undefined || other === undefined) return;
    this.items[a] = other;
    this.items[b] = one;
    this.positions.set(other.item, a);
    this.positions.set(one.item, b);
  }
}
