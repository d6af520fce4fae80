import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const DIGITS = 6;
/** The alphabet of secrets (RFC 4648). */
export const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The time step of RFC 6238 that a moment lies in; each lasts 30 seconds. */
export function totpStep(nowMs: number): number {
  return Math.floor(nowMs / STEP_MS);
}

/**
 * The six digits that an authenticator app shows in a time step, by RFC 6238 with SHA-1.
 * @param secret - in base32, without padding
 */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  // The last four bits say where the 31 bits of the code begin.
  const offset = (digest[digest.length - 1] ?? 0) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** A base32 text's whole bytes; what is left of the last character is padding. */
function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((char) => BASE32.indexOf(char).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
