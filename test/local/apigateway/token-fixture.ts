import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import type { Kernel } from "../../../local/kernel/kernel";

export const POOL_ARN = "arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_Shop";
export const ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Shop";
export const CLIENT_ID = "web";

/** Making a pair costs a tenth of a second, so that the tests of a file share one. */
const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PRIVATE_KEY = createPrivateKey(KEYS.privateKey.export({ type: "pkcs8", format: "pem" }));

/** A user pool that issues whatever tokens a test wants. */
export class TokenFixture {
  /** How often somebody asked for the public keys. */
  keyRequests = 0;

  constructor(private readonly kernel: Kernel) {
    const jwk = createPublicKey(KEYS.publicKey.export({ type: "spki", format: "pem" })).export({
      format: "jwk",
    });
    kernel.tokenIssuers.register(ISSUER, () => {
      this.keyRequests++;
      return { keys: [{ ...jwk, kid: "k1", alg: "RS256", use: "sig" }] };
    });
  }

  /** An id token that holds for an hour. */
  id(claims: Record<string, unknown> = {}): Promise<string> {
    return this.sign({ token_use: "id", aud: CLIENT_ID, ...claims });
  }

  /** An access token that holds for an hour. */
  access(claims: Record<string, unknown> = {}): Promise<string> {
    return this.sign({ token_use: "access", client_id: CLIENT_ID, ...claims });
  }

  sign(claims: Record<string, unknown>): Promise<string> {
    const nowSeconds = Math.floor(this.kernel.clock.now() / 1000);
    const payload = { iss: ISSUER, sub: "ada-sub", iat: nowSeconds, exp: nowSeconds + 3600, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "k1" }).sign(PRIVATE_KEY);
  }
}
