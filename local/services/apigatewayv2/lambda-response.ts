import type { HttpResponse } from "../../kernel/service";
import { parseObject, parseProxyResponse, readHeaders, statusOf } from "../apigateway/rest/proxy-response";

/** What HTTP APIs say of a body whose type the function does not name. */
const UNTYPED = "text/plain; charset=utf-8";

/** Headers that are the API's own affair. */
const OWN = ["connection", "content-length", "transfer-encoding"];

/**
 * Reads a function's answer, format 2.0. What has no status code is the body itself, as JSON.
 * @returns undefined for an answer with a status code that is malformed otherwise
 */
export function responseV2(payload: string): HttpResponse | undefined {
  const answer = parseObject(payload);
  if (answer === undefined || !("statusCode" in answer)) return inferred(payload);
  const status = statusOf(answer["statusCode"]);
  const headers = readHeaders(answer["headers"]);
  const { body = "", cookies } = answer;
  if (status === undefined || headers === undefined) return undefined;
  if (typeof body !== "string" && body !== null) return undefined;
  if (Array.isArray(cookies)) {
    headers["set-cookie"] = [...[headers["set-cookie"] ?? []].flat(), ...cookies.map(String)];
  }
  return response(status, headers, body ?? "", answer["isBase64Encoded"] === true);
}

/** Reads a function's answer, format 1.0; undefined when it is malformed. */
export function responseV1(payload: string): HttpResponse | undefined {
  const answer = parseProxyResponse(payload);
  return answer && response(answer.status, answer.headers, answer.body, answer.base64);
}

function response(
  status: number,
  headers: Record<string, string | string[]>,
  body: string,
  base64: boolean,
): HttpResponse {
  for (const name of OWN) delete headers[name];
  headers["content-type"] ??= UNTYPED;
  return { status, headers, body: base64 ? Buffer.from(body, "base64") : body };
}

function inferred(payload: string): HttpResponse {
  let body = payload;
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value === "string") body = value;
  } catch {
    // An answer that is no JSON is passed on as it is.
  }
  return { status: 200, headers: { "content-type": "application/json" }, body };
}
