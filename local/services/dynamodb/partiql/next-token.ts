import { createHash } from "node:crypto";
import { validationError } from "../errors";

/** Writes the token with which the same statement goes on behind a key. */
export function nextToken(statement: string, parameters: readonly unknown[], key: unknown): string {
  return Buffer.from(JSON.stringify({ of: fingerprint(statement, parameters), key })).toString("base64");
}

/** The key behind which a token goes on. @throws AwsError when it is no token of this statement and parameters */
export function keyOfToken(token: string, statement: string, parameters: readonly unknown[]): unknown {
  const content = parsed(token);
  if (content?.of === fingerprint(statement, parameters)) return content.key;
  throw validationError("Invalid NextToken: it is not one of this statement and its parameters");
}

function parsed(token: string): { readonly of?: unknown; readonly key?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(token, "base64").toString()) ?? undefined;
  } catch {
    return undefined;
  }
}

function fingerprint(statement: string, parameters: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify([statement, parameters]))
    .digest("hex");
}
