import type { Exchange } from "../apigateway/public/exchange";
import { mediaTypeOf } from "../apigateway/public/media-type";

/** Besides `text/*`, the types whose bodies an HTTP API passes on as text; any other in base64. */
const TEXT_TYPES = new Set(["application/json", "application/xml", "application/javascript"]);

/** The body as an event carries it; undefined when there is none. */
export function eventBody(exchange: Exchange): {
  readonly body: string | undefined;
  readonly base64: boolean;
} {
  const { body } = exchange.request;
  if (body.length === 0) return { body: undefined, base64: false };
  const type = mediaTypeOf(exchange.header("content-type") ?? "");
  const text = type.startsWith("text/") || TEXT_TYPES.has(type);
  return { body: body.toString(text ? "utf8" : "base64"), base64: !text };
}

/** A path without percent encoding, which is how HTTP APIs pass it on; left as it is where it is malformed. */
export function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Path parameters, decoded; undefined when the route has none. */
export function pathParameters({ parameters }: Exchange): Readonly<Record<string, string>> | undefined {
  if (parameters === undefined) return undefined;
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodePath(value)]));
}
