import { UnsupportedError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import type { Endpoint, HttpRequest, HttpResponse } from "../../kernel/service";
import { grantToken } from "./client-credentials";
import type { Pool, Pools } from "./state";
import type { Tokens } from "./tokens";

const PREFIX = "/_aws/amazoncognito/";
const TOKEN_PATH = "oauth2/token";

/** Where the pool of a domain gives tokens to machines on this machine. */
export function tokenUrl(kernel: Kernel, domain: string): string {
  return `${kernel.endpoint}${PREFIX}${domain}/${TOKEN_PATH}`;
}

/**
 * What AWS serves at `https://<domain>.auth.<region>.amazoncognito.com`, here below `/_aws/amazoncognito/<domain>`:
 * the token endpoint. The pages where people sign in are not modelled.
 */
export function domainEndpoint(kernel: Kernel, pools: Pools, tokens: Tokens): Endpoint {
  return {
    prefix: PREFIX,
    handle: (request) =>
      kernel.work.serve(`cognito ${request.method} ${pathOf(request)}`, async () => {
        try {
          return await answer(pools, tokens, request);
        } catch (error) {
          if (!(error instanceof UnsupportedError)) throw error;
          kernel.log(`cognito: ${error.message}`);
          return json(501, { message: error.message });
        }
      }),
  };
}

async function answer(pools: Pools, tokens: Tokens, request: HttpRequest): Promise<HttpResponse> {
  const [domain = "", ...rest] = pathOf(request).slice(PREFIX.length).split("/");
  const path = rest.join("/");
  const pool = pools.withDomain(domain);
  if (pool === undefined) {
    return json(404, { message: `no user pool of this cloud has the domain prefix ${domain}` });
  }
  if (path !== TOKEN_PATH) {
    throw new UnsupportedError(
      `the local cloud does not model /${path} of a user pool's domain, only /${TOKEN_PATH}; ` +
        "sign users in by InitiateAuth",
    );
  }
  if (request.method !== "POST") {
    return json(405, { message: `/${TOKEN_PATH} takes POST alone` }, { allow: "POST" });
  }
  return giveToken(pool, tokens, request);
}

async function giveToken(pool: Pool, tokens: Tokens, request: HttpRequest): Promise<HttpResponse> {
  const { authorization, "content-type": mediaType } = request.headers;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(String(mediaType));
  const outcome = isForm
    ? await grantToken(pool, tokens, {
        authorization: typeof authorization === "string" ? authorization : undefined,
        form: new URLSearchParams(request.body.toString("utf8")),
      })
    : { error: "invalid_request" };
  return json("error" in outcome ? 400 : 200, outcome, { "cache-control": "no-store" });
}

function pathOf({ url }: HttpRequest): string {
  return url.split("?")[0] ?? url;
}

/** Pages of every origin may read the answers, as on AWS. */
function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return {
    status,
    headers: {
      "content-type": "application/json;charset=UTF-8",
      "access-control-allow-origin": "*",
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
