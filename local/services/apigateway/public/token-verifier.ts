import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { Kernel } from "../../../kernel/kernel";

/** A token's claims, or why it does not hold. */
export type Verification =
  | { readonly claims: JWTPayload }
  | { readonly failure: "malformed" | "unknown issuer" | "bad signature" | "expired" | "not yet valid" };

/** Verified tokens that are remembered; past that, the oldest is checked again when it comes. */
const MOST_TOKENS = 10_000;

/** Checks tokens of the cloud's user pools. A token that was found good is good until it expires. */
export class TokenVerifier {
  private readonly good = new Map<string, { readonly claims: JWTPayload; readonly expiresAtMs: number }>();
  private readonly keySets = new Map<string, ReturnType<typeof createLocalJWKSet>>();

  /** @param issuers - the `iss` claims that are accepted */
  constructor(
    private readonly kernel: Kernel,
    private readonly issuers: readonly string[],
  ) {}

  /** Answers at once for a token that was verified before. */
  verify(token: string): Verification | Promise<Verification> {
    const known = this.good.get(token);
    if (known === undefined) return this.check(token);
    return this.kernel.clock.now() < known.expiresAtMs ? known : { failure: "expired" };
  }

  private async check(token: string): Promise<Verification> {
    const issuer = issuerOf(token);
    if (issuer === undefined) return { failure: "malformed" };
    const keys = this.issuers.includes(issuer) ? this.keys(issuer) : undefined;
    if (keys === undefined) return { failure: "unknown issuer" };
    // biome-ignore lint/style/noRestrictedGlobals: jose takes the clock's time as a Date.
    const currentDate = new Date(this.kernel.clock.now());
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, currentDate, requiredClaims: ["exp"] });
      this.remember(token, payload);
      return { claims: payload };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { failure: "expired" };
      const early = error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf";
      return { failure: early ? "not yet valid" : "bad signature" };
    }
  }

  private keys(issuer: string) {
    const jwks = this.kernel.tokenIssuers.jwks(issuer);
    if (jwks === undefined) {
      this.kernel.log(
        `no user pool of this cloud issues tokens as ${issuer}: a token of it is refused as unauthorized`,
      );
      return undefined;
    }
    // Importing a key costs more than checking a signature, so that sets are kept while their keys are the same.
    const text = JSON.stringify(jwks);
    const keySet = this.keySets.get(text) ?? createLocalJWKSet(jwks as JSONWebKeySet);
    this.keySets.set(text, keySet);
    return keySet;
  }

  private remember(token: string, claims: JWTPayload): void {
    if (this.good.size >= MOST_TOKENS) {
      const [oldest] = this.good.keys();
      if (oldest !== undefined) this.good.delete(oldest);
    }
    this.good.set(token, { claims, expiresAtMs: (claims.exp ?? 0) * 1000 });
  }
}

function issuerOf(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    const issuer = (payload as { iss?: unknown } | null)?.iss;
    return typeof issuer === "string" ? issuer : undefined;
  } catch {
    return undefined;
  }
}

/** A token without its `Bearer` prefix, which API Gateway accepts with and without. */
export function bareToken(header: string): string {
  return /^bearer\s+/i.test(header) ? header.replace(/^bearer\s+/i, "") : header;
}
