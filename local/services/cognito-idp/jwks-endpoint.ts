import type { Kernel } from "../../kernel/kernel";
import type { Endpoint, HttpResponse } from "../../kernel/service";
import { tokenUrl } from "./domain-endpoint";
import type { SigningKey } from "./signing-key";
import type { Pools } from "./state";
import type { Tokens } from "./tokens";

const PREFIX = "/_aws/cognito-idp/";

/** Where a pool's public keys are served. */
export function jwksPath(poolId: string): string {
  return `${PREFIX}${poolId}/.well-known/jwks.json`;
}

/** The public documents of each pool, as AWS serves them below the issuer. */
export function jwksEndpoint(kernel: Kernel, pools: Pools, tokens: Tokens, key: SigningKey): Endpoint {
  return {
    prefix: PREFIX,
    handle: async ({ url }) => {
      const [poolId = "", ...path] = url.slice(PREFIX.length).split("/");
      const pool = pools.all().find(({ id }) => id === poolId);
      if (pool === undefined) return json(404, { message: `User pool ${poolId} does not exist.` });
      if (path.join("/") === ".well-known/jwks.json") return json(200, { keys: [key.publicJwk] });
      if (path.join("/") === ".well-known/openid-configuration") {
        return json(200, {
          issuer: tokens.issuer(pool),
          jwks_uri: `${tokens.issuer(pool)}/.well-known/jwks.json`,
          ...(pool.domain === undefined ? {} : { token_endpoint: tokenUrl(kernel, pool.domain) }),
          id_token_signing_alg_values_supported: ["RS256"],
          subject_types_supported: ["public"],
          response_types_supported: ["code", "token"],
        });
      }
      return json(404, { message: "Not Found" });
    },
  };
}

function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
