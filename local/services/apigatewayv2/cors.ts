import type { Exchange } from "../apigateway/public/exchange";

export interface CorsSettings {
  readonly allowCredentials: boolean;
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  /** Origins, `*`, or all of a scheme as `https://*`. */
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}

/** Answers preflights and adds the CORS headers, as an HTTP API does when it is configured to. */
export class Cors {
  private readonly shared: Readonly<Record<string, string>>;
  private readonly preflight: Readonly<Record<string, string>>;

  constructor(private readonly settings: CorsSettings) {
    this.shared = {
      ...(settings.allowCredentials ? { "access-control-allow-credentials": "true" } : {}),
      ...list("access-control-expose-headers", settings.exposeHeaders),
    };
    this.preflight = {
      ...list("access-control-allow-methods", settings.allowMethods),
      ...list("access-control-allow-headers", settings.allowHeaders),
      ...(settings.maxAgeSeconds === undefined
        ? {}
        : { "access-control-max-age": String(settings.maxAgeSeconds) }),
    };
  }

  /** Whether a browser asks for permission. */
  isPreflight(exchange: Exchange): boolean {
    return (
      exchange.method === "OPTIONS" &&
      exchange.header("origin") !== undefined &&
      exchange.header("access-control-request-method") !== undefined
    );
  }

  /** The headers of an answer; none for an origin that is not allowed. */
  headers(exchange: Exchange, preflight: boolean): Readonly<Record<string, string>> {
    const origin = exchange.header("origin");
    const allowed = origin === undefined ? undefined : this.allowedOrigin(origin);
    if (allowed === undefined) return {};
    return {
      "access-control-allow-origin": allowed,
      ...this.shared,
      ...(preflight ? this.preflight : {}),
    };
  }

  private allowedOrigin(origin: string): string | undefined {
    const { allowOrigins } = this.settings;
    if (allowOrigins.includes("*")) return "*";
    const allowed = allowOrigins.some((one) =>
      one.endsWith("*") ? origin.startsWith(one.slice(0, -1)) : one === origin,
    );
    return allowed ? origin : undefined;
  }
}

function list(name: string, values: readonly string[]): Record<string, string> {
  return values.length === 0 ? {} : { [name]: values.join(",") };
}
