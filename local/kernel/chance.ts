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

  /** A text of `length` characters drawn from `alphabet`. */
  text(length: number, alphabet = "0123456789abcdef"): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  /** `length` hexadecimal digits, drawn eight at a time: ids are made for every call. */
  hex(length: number): string {
    let text = "";
    while (text.length < length) text += (this.word() + 0x1_0000_0000).toString(16).slice(1);
    return text.slice(0, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.hex(32);
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
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
