import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

/**
 * Random numbers and ids inside a worker that come from the cloud's seed, so that a run can be repeated to the
 * letter. Keys that `node:crypto` generates stay truly random.
 */
export class SeededChance {
  #state;

  /** @param seed - an integer; each execution environment has its own */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** Takes the place of every source of chance that functions and the SDK draw from. */
  install() {
    Math.random = () => this.#next() / 4_294_967_296;
    const replacements = {
      randomUUID: () => this.#uuid(),
      randomBytes: (size, callback) => answer(this.#fill(Buffer.alloc(size)), callback),
      randomFillSync: (target, ...range) => this.#fill(target, ...range),
      randomFill: (target, ...range) => {
        const callback = range.pop();
        answer(this.#fill(target, ...range), callback);
      },
      randomInt: (...bounds) => {
        const callback = typeof bounds.at(-1) === "function" ? bounds.pop() : undefined;
        const [min, max] = bounds.length > 1 ? bounds : [0, bounds[0]];
        return answer(min + Math.floor(Math.random() * (max - min)), callback);
      },
    };
    const { randomBytes } = replacements;
    Object.assign(crypto, replacements);
    for (const name of ["pseudoRandomBytes", "prng", "rng"]) {
      Object.defineProperty(crypto, name, { value: randomBytes, configurable: true, writable: true });
    }
    const { webcrypto } = crypto;
    Object.defineProperty(webcrypto, "randomUUID", { value: replacements.randomUUID });
    Object.defineProperty(webcrypto, "getRandomValues", { value: (target) => this.#fill(target) });
    syncBuiltinESMExports();
  }

  /** 32 random bits (mulberry32). */
  #next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** As in Node, offset and size count elements of typed arrays, and bytes of plain buffers. */
  #fill(target, offset = 0, size = undefined) {
    const width = target.BYTES_PER_ELEMENT ?? 1;
    const [buffer, start] = ArrayBuffer.isView(target) ? [target.buffer, target.byteOffset] : [target, 0];
    const length = size === undefined ? target.byteLength - offset * width : size * width;
    const bytes = new Uint8Array(buffer, start + offset * width, length);
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.#next();
    return target;
  }

  #uuid() {
    const bytes = this.#fill(Buffer.alloc(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}

/** Returns the value, or hands it to the callback if there is one, after the caller has gone on. */
function answer(value, callback) {
  if (callback === undefined) return value;
  process.nextTick(callback, null, value);
  return undefined;
}
