import type { JWTPayload } from "jose";
import type { Kernel } from "../../../kernel/kernel";
import type { Admission, Exchange } from "../public/exchange";
import { javaTime } from "../public/log-time";
import { bareToken, TokenVerifier } from "../public/token-verifier";
import type { AuthorizerDefinition } from "./definition";
import { type Refusal, refuse } from "./refusal";

/** Lets in whoever has a token of one of the authorizer's user pools. */
export class CognitoAuthorizer {
  private readonly verifier: TokenVerifier;
  private readonly validation: RegExp | undefined;
  private readonly shown = new WeakMap<JWTPayload, Admission>();

  constructor(
    kernel: Kernel,
    private readonly definition: AuthorizerDefinition,
  ) {
    this.verifier = new TokenVerifier(kernel, definition.issuers);
    this.validation = definition.validation === undefined ? undefined : new RegExp(definition.validation);
  }

  /**
   * @param scopes - of the method; without any, an id token is asked for, else an access token with one of them
   */
  async admit(exchange: Exchange, scopes: readonly string[]): Promise<Admission | Refusal> {
    const header = exchange.header(this.definition.header);
    if (header === undefined || this.validation?.test(header) === false) return unauthorized();
    const verification = await this.verifier.verify(bareToken(header));
    if ("failure" in verification) {
      return unauthorized(verification.failure === "expired" ? "The incoming token has expired" : undefined);
    }
    const { claims } = verification;
    if (claims["token_use"] !== (scopes.length === 0 ? "id" : "access")) return unauthorized();
    const granted = String(claims["scope"] ?? "").split(" ");
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
      return refuse("ACCESS_DENIED", "Forbidden");
    }
    return this.admission(claims);
  }

  private admission(claims: JWTPayload): Admission {
    const known = this.shown.get(claims);
    if (known !== undefined) return known;
    const shown = Object.entries(claims).map(([name, value]) => [name, shownClaim(name, value)]);
    const admission: Admission = { claims: Object.fromEntries(shown) as Record<string, string> };
    this.shown.set(claims, admission);
    return admission;
  }
}

function unauthorized(message = "Unauthorized"): Refusal {
  return refuse("UNAUTHORIZED", message);
}

/** Claims reach a REST event as texts: lists joined by commas, `exp` and `iat` as Java prints a date. */
function shownClaim(name: string, value: unknown): string {
  if ((name === "exp" || name === "iat") && typeof value === "number") return javaTime(value * 1000);
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
