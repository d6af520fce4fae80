import type { JWTPayload } from "jose";
import type { Kernel } from "../../kernel/kernel";
import type { Admission, Exchange } from "../apigateway/public/exchange";
import { bareToken, TokenVerifier, type Verification } from "../apigateway/public/token-verifier";
import type { JwtAuthorizerDefinition } from "./http-api";
import { type Refusal, refuse } from "./refusal";

/** Why a token does not hold, as the `www-authenticate` header tells it. */
const DESCRIPTIONS = {
  malformed: "the token is malformed",
  "unknown issuer": "the token does not have a valid issuer",
  "bad signature": "the token's signature is invalid",
  expired: "the token has expired",
  "not yet valid": "the token is not valid yet",
} satisfies Record<Extract<Verification, { failure: unknown }>["failure"], string>;

/** Lets in whoever has a token of the configured issuer for the configured audience. */
export class JwtAuthorizer {
  private readonly verifier: TokenVerifier;
  private readonly sources: readonly ((exchange: Exchange) => string | undefined)[];
  private readonly shown = new WeakMap<JWTPayload, Readonly<Record<string, string>>>();

  constructor(
    kernel: Kernel,
    private readonly definition: JwtAuthorizerDefinition,
  ) {
    this.verifier = new TokenVerifier(kernel, [definition.issuer]);
    this.sources = definition.identitySources.map(identitySource);
  }

  /** @param scopes - of the route; a token needs one of them, where there are any */
  async admit(exchange: Exchange, scopes: readonly string[]): Promise<Admission | Refusal> {
    const sent = this.sources.map((read) => read(exchange)).find((value) => value !== undefined);
    if (sent === undefined) return refuse(401, "Unauthorized", { "www-authenticate": "Bearer" });
    const verification = await this.verifier.verify(bareToken(sent));
    if ("failure" in verification) return unauthorized(scopes, DESCRIPTIONS[verification.failure]);
    const { claims } = verification;
    if (!this.isForAudience(claims)) {
      return unauthorized(scopes, "the token does not have a valid audience");
    }
    const granted = scopesOf(claims).filter((scope) => scopes.includes(scope));
    if (scopes.length > 0 && granted.length === 0) {
      const challenge = `Bearer scope="${scopes.join(" ")}" error="insufficient_scope" error_description="the token does not have the required scope"`;
      return refuse(403, "Forbidden", { "www-authenticate": challenge });
    }
    return { claims: this.shownClaims(claims), scopes: scopes.length === 0 ? null : granted };
  }

  /** `client_id` counts where there is no `aud`, as in the access tokens of Cognito. */
  private isForAudience(claims: JWTPayload): boolean {
    const audience = [claims.aud ?? claims["client_id"] ?? []].flat();
    return audience.some((one) => this.definition.audience.includes(String(one)));
  }

  private shownClaims(claims: JWTPayload): Readonly<Record<string, string>> {
    let shown = this.shown.get(claims);
    if (shown === undefined) {
      const present = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
      shown = Object.fromEntries(present.map(([name, value]) => [name, shownClaim(value)]));
      this.shown.set(claims, shown);
    }
    return shown;
  }
}

function unauthorized(scopes: readonly string[], description: string): Refusal {
  const challenge = `Bearer scope="${scopes.join(" ")}" error="invalid_token" error_description="${description}"`;
  return refuse(401, "Unauthorized", { "www-authenticate": challenge });
}

function scopesOf(claims: JWTPayload): readonly string[] {
  const scope = claims["scope"] ?? claims["scp"] ?? "";
  return Array.isArray(scope) ? scope.map(String) : String(scope).split(" ");
}

/** Claims reach the event as texts; a list in brackets, parted by spaces, as in `[admin staff]`. */
function shownClaim(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function identitySource(source: string): (exchange: Exchange) => string | undefined {
  const [, place, ...rest] = source.split(".");
  const name = rest.join(".");
  return place === "header"
    ? (exchange) => exchange.header(name.toLowerCase())
    : (exchange) => exchange.query.get(name)?.[0];
}
