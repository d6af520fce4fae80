import type { HttpResponse } from "../../../kernel/service";
import { Dictionary } from "../public/dictionary";

/** Headers that API Gateway keeps for itself; it passes on a function's own ones under another name. */
const REMAPPED = new Set([
  "authorization",
  "connection",
  "content-length",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "www-authenticate",
]);

const MEMBERS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "cookies"]);

/** What a function returned, as far as it has the form of a proxy response. */
export interface ProxyResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
  readonly base64: boolean;
}

/**
 * Reads a function's answer as a Lambda proxy response, format 1.0.
 * @returns undefined for an answer of another form, which AWS calls malformed
 */
export function parseProxyResponse(payload: string): ProxyResponse | undefined {
  const answer = parseObject(payload);
  if (answer === undefined || Object.keys(answer).some((name) => !MEMBERS.has(name))) return undefined;
  const { statusCode = 200, body, isBase64Encoded } = answer;
  const status = statusOf(statusCode);
  const headers = readHeaders(answer["headers"], answer["multiValueHeaders"]);
  if (status === undefined || headers === undefined) return undefined;
  if (body !== undefined && body !== null && typeof body !== "string") return undefined;
  return { status, headers, body: body ?? "", base64: isBase64Encoded === true };
}

/** A JSON text that holds an object. */
export function parseObject(payload: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** An integer that HTTP knows as a final status. */
export function statusOf(value: unknown): number | undefined {
  const status = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599
    ? status
    : undefined;
}

/**
 * Headers with names in lower case; a single value joins several ones of the same name, unless it is among them.
 * @returns undefined when one of the two is no object of texts, numbers and booleans
 */
export function readHeaders(
  single: unknown,
  several?: unknown,
): Record<string, string | string[]> | undefined {
  const headers = new Dictionary<string | string[]>();
  const one = entries(single);
  const many = entries(several);
  if (one === undefined || many === undefined) return undefined;
  for (const [name, values] of many) {
    if (!Array.isArray(values)) return undefined;
    headers[name.toLowerCase()] = values.map(String);
  }
  for (const [name, value] of one) {
    if (value === null) continue;
    if (typeof value === "object") return undefined;
    const key = name.toLowerCase();
    const known = headers[key];
    if (known === undefined) headers[key] = String(value);
    else if (Array.isArray(known) && !known.includes(String(value))) known.push(String(value));
  }
  return headers;
}

function entries(value: unknown): [string, unknown][] | undefined {
  if (value === undefined || value === null) return [];
  return typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : undefined;
}

/**
 * The answer of a REST API.
 * @param acceptsBinary - whether the API sends a body in base64 as bytes to this caller
 */
export function restResponse(
  { status, headers: given, body, base64 }: ProxyResponse,
  acceptsBinary: boolean,
): HttpResponse {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    headers[REMAPPED.has(name) ? `x-amzn-remapped-${name}` : name] = value;
  }
  headers["content-type"] ??= "application/json";
  return { status, headers, body: base64 && acceptsBinary ? Buffer.from(body, "base64") : body };
}
