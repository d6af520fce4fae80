import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** The 3072-bit group of RFC 5054, which Cognito uses with the generator 2. */
const N_HEX =
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD" +
  "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
  "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F" +
  "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
  "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510" +
  "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
  "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
  "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";
const N = BigInt(`0x${N_HEX}`);
const G = 2n;
const K = toInteger(sha256(Buffer.from(padHex(N) + padHex(G), "hex")));

/** What is kept of a password: enough to check it, not the password. */
export interface Verifier {
  readonly saltHex: string;
  readonly value: bigint;
}

/** Makes the verifier of a user's password. */
export function makeVerifier(poolId: string, username: string, password: string, saltHex: string): Verifier {
  return { saltHex, value: power(G, privateKey(poolId, username, password, saltHex)) };
}

/** Whether the password is the one that the verifier was made of. */
export function passwordMatches(
  verifier: Verifier,
  poolId: string,
  username: string,
  password: string,
): boolean {
  return power(G, privateKey(poolId, username, password, verifier.saltHex)) === verifier.value;
}

/**
 * The server's half of the exchange: its public value for the client, and the key that both sides share.
 * @param clientPublicHex - SRP_A as the client sent it
 * @param secretHex - the server's random secret
 * @returns undefined when SRP_A is no hexadecimal number, or zero modulo N, which the protocol forbids
 */
export function serverExchange(verifier: Verifier, clientPublicHex: string, secretHex: string) {
  if (!/^[0-9a-f]+$/i.test(clientPublicHex)) return undefined;
  const a = BigInt(`0x${clientPublicHex}`);
  if (a % N === 0n) return undefined;
  const secret = BigInt(`0x${secretHex}`);
  const b = (K * verifier.value + power(G, secret)) % N;
  const u = toInteger(sha256(Buffer.from(padHex(a) + padHex(b), "hex")));
  const shared = power((a * power(verifier.value, u)) % N, secret);
  const key = hkdfSync(
    "sha256",
    Buffer.from(padHex(shared), "hex"),
    Buffer.from(padHex(u), "hex"),
    "Caldera Derived Key",
    16,
  );
  return { publicHex: b.toString(16), key: Buffer.from(key) };
}

/** Whether the client's PASSWORD_CLAIM_SIGNATURE shows that it knows the password. */
export function signatureMatches(
  key: Buffer,
  claim: { poolId: string; username: string; secretBlock: string; timestamp: string; signature: string },
): boolean {
  const poolName = claim.poolId.split("_")[1] ?? "";
  const expected = createHmac("sha256", key)
    .update(poolName + claim.username)
    .update(Buffer.from(claim.secretBlock, "base64"))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function privateKey(poolId: string, username: string, password: string, saltHex: string): bigint {
  const identity = sha256(Buffer.from(`${poolId.split("_")[1] ?? ""}${username}:${password}`, "utf8"));
  const salt = Buffer.from(padHex(BigInt(`0x${saltHex}`)), "hex");
  return toInteger(sha256(Buffer.concat([salt, identity])));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % N;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

function sha256(data: Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}

function toInteger(data: Buffer): bigint {
  return BigInt(`0x${data.toString("hex")}`);
}

/** Hexadecimal of whole bytes with a leading zero byte where the sign bit would be set, as Cognito's clients write it. */
function padHex(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return /^[89a-f]/i.test(even) ? `00${even}` : even;
}
