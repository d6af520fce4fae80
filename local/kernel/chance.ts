const HEX = "0123456789abcdef";
const HYPHEN = "-".charCodeAt(0);
/** Where a UUID has its hyphens. */
const HYPHENS = [8, 13, 18, 23];
/** The digits of a version 4 UUID that are not random, or not wholly. */
const VERSION = "4".charCodeAt(0);
const VARIANTS = "89ab";

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
    this.state = seed | 0;
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
  text(length: number, alphabet = HEX): string {
    const codes = scratch(length);
    let drawn = 0;
    for (let i = 0; i < length; i++) {
      // One word is good for two characters.
      drawn = i % 2 === 0 ? this.word() : drawn >>> 16;
      codes[i] = alphabet.charCodeAt(((drawn & 0xffff) * alphabet.length) >>> 16);
    }
    return codes.toString("latin1", 0, length);
  }

  /** `length` hexadecimal digits, drawn eight at a time: ids are made for every call. */
  hex(length: number): string {
    const codes = scratch(length + 8);
    for (let i = 0; i < length; i += 8) this.writeWord(codes, i);
    return codes.toString("latin1", 0, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const codes = scratch(40);
    for (let i = 0; i < 36; i += 8) this.writeWord(codes, i);
    for (const place of HYPHENS) codes[place] = HYPHEN;
    codes[14] = VERSION;
    codes[19] = VARIANTS.charCodeAt(this.below(VARIANTS.length));
    return codes.toString("latin1", 0, 36);
  }

  /** Writes the next 32 bits as eight hexadecimal digits. */
  private writeWord(codes: Buffer, at: number): void {
    const word = this.word();
    for (let digit = 0; digit < 8; digit++) codes[at + digit] = HEX.charCodeAt((word >>> (digit * 4)) & 0xf);
  }

  /** The next 32 bits (mulberry32). */
  private word(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
}
