import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject } from "node:crypto";

/** The RSA key that a cloud signs its tokens with; made when the first token or JWKS is asked for. */
export class SigningKey {
  private pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;

  get privateKey(): KeyObject {
    return this.keys().privateKey;
  }

  get publicKey(): KeyObject {
    return this.keys().publicKey;
  }

  /** The public half, as a JWKS lists it. */
  get publicJwk(): JsonWebKey & { kid: string; alg: string; use: string } {
    const jwk = this.keys().publicKey.export({ format: "jwk" });
    const kid = createHash("sha256").update(String(jwk["n"])).digest("base64");
    return { ...jwk, kid, alg: "RS256", use: "sig" };
  }

  private keys() {
    this.pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
    return this.pair;
  }
}
