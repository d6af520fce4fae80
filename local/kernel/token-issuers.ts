import type { JsonWebKey } from "node:crypto";

/** A set of public keys, as a JWKS document lists them. */
export interface JSONWebKeySet {
  readonly keys: readonly JsonWebKey[];
}

/** Who issues tokens in this cloud, so that authorizers find the public keys without a network. */
export class TokenIssuers {
  private readonly issuers = new Map<string, () => JSONWebKeySet>();

  /** @param issuer - the `iss` claim, such as `https://cognito-idp.<region>.amazonaws.com/<poolId>` */
  register(issuer: string, jwks: () => JSONWebKeySet): void {
    this.issuers.set(issuer, jwks);
  }

  /** The keys of an issuer, if it is one of this cloud. */
  jwks(issuer: string): JSONWebKeySet | undefined {
    return this.issuers.get(issuer)?.();
  }
}
