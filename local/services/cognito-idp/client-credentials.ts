import { UnsupportedError } from "../../kernel/errors";
import type { Client, Pool } from "./state";
import type { Tokens } from "./tokens";

/** What the token endpoint was asked, as sent. */
export interface TokenRequest {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

/** Why there is no token, in the words of RFC 6749. */
export interface GrantError {
  readonly error:
    | "invalid_request"
    | "invalid_client"
    | "invalid_scope"
    | "unauthorized_client"
    | "unsupported_grant_type";
}

export interface ClientToken {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly token_type: "Bearer";
}

/** Grants of people, who come with a code of the hosted pages or with a token that they had before. */
const GRANTS_OF_USERS = ["authorization_code", "refresh_token"];

/**
 * Gives a client that acts by itself the token that it asks for.
 * @throws UnsupportedError for the grants of users
 */
export async function grantToken(
  pool: Pool,
  tokens: Tokens,
  request: TokenRequest,
): Promise<ClientToken | GrantError> {
  const grantType = request.form.get("grant_type");
  if (grantType === null || grantType === "") return { error: "invalid_request" };
  if (GRANTS_OF_USERS.includes(grantType)) {
    throw new UnsupportedError(
      `the local cloud does not model the grant ${grantType} of the token endpoint; ` +
        "sign users in, and refresh their tokens, by InitiateAuth",
    );
  }
  if (grantType !== "client_credentials") return { error: "unsupported_grant_type" };
  const client = authenticatedClient(pool, request);
  if ("error" in client) return client;
  if (!client.oauthFlows.includes(grantType)) return { error: "unauthorized_client" };
  const scopes = grantedScopes(client, request.form.get("scope"));
  if (scopes.length === 0) return { error: "invalid_scope" };
  return {
    access_token: await tokens.ofClient(pool, client, scopes),
    expires_in: client.accessTokenSeconds,
    token_type: "Bearer",
  };
}

/** The client whose id and secret came in the header or, where there is none, in the body. */
function authenticatedClient(pool: Pool, { authorization, form }: TokenRequest): Client | GrantError {
  const inHeader = authorization === undefined ? undefined : basicCredentials(authorization);
  if (authorization !== undefined && inHeader === undefined) return { error: "invalid_client" };
  const bodyId = form.get("client_id") ?? undefined;
  const { id, secret } = inHeader ?? { id: bodyId, secret: form.get("client_secret") ?? undefined };
  if (id === undefined) return { error: "invalid_request" };
  if (bodyId !== undefined && bodyId !== id) return { error: "invalid_request" };
  const client = pool.clients.get(id);
  return client === undefined || client.secret !== secret ? { error: "invalid_client" } : client;
}

function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const encoded = /^basic +(\S+)$/i.exec(authorization.trim())?.[1];
  const [, id, secret] = /^([^:]+):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString("utf8")) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** All of the client's scopes unless some are asked for; AWS passes over those that the client may not have. */
function grantedScopes(client: Client, asked: string | null): readonly string[] {
  if (asked === null || asked.trim() === "") return client.oauthScopes;
  const wanted = asked.trim().split(/\s+/);
  return client.oauthScopes.filter((scope) => wanted.includes(scope));
}
