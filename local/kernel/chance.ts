const SCRATCH = Buffer.alloc(64);

/** Room for what is written and read at once; most of it is small, and made for every call. */
function scratch(bytes: number): Buffer {
  return bytes <= SCRATCH.length ? SCRATCH : Buffer.alloc(bytes);
}

/** Every random choice of the local cloud, from one seed, so that a run can be repeated. */
export class Chance {
  private state: number;

  /** @param seed - any integer; the same seed gives the same choices */
  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** A generator of its own for one purpose: what it draws does not shift what others draw. */
  fork(purpose: string): Chance {
    let hash = 2_166_136_261 ^ this.seed;
    for (const char of purpose) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
    return new Chance(hash >>> 0);
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    return this.word() / 4_294_967_296;
  }

  /** An integer from 0 up to, but not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** True with the given probability, 0 to 1. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** A text of `length` ASCII characters drawn from `alphabet`. */
  text(length: number, alphabet = "0123456789abcdef"): string {
    const codes = scratch(length);
    for (let i = 0; i < length; i++) codes[i] = alphabet.charCodeAt(this.below(alphabet.length));
    return codes.toString("latin1", 0, length);
  }

  /** `length` hexadecimal digits, drawn eight at a time: ids are made for every call. */
  hex(length: number): string {
    return this.bytes(length / 2)
      .toString("hex", 0, Math.ceil(length / 2))
      .slice(0, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const bytes = this.bytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString("hex", 0, 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** At least `count` bytes, good until the next are drawn. */
  private bytes(count: number): Buffer {
    const bytes = scratch(count + 3);
    for (let i = 0; i < count; i += 4) bytes.writeUInt32BE(this.word(), i);
    return bytes;
  }

  /** The next 32 bits (mulberry32). */
  private word(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
}
