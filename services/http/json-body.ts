import { parseClientJson } from "./parse-json";
import { problem } from "./problem";
import type { HttpResponse } from "./response";

/** Room for the largest valid basket even with every character escaped. */
const MAX_BODY_BYTES = 512 * 1024;

export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly answer: HttpResponse };

/**
 * The JSON value of a request body, or the 400/413 to answer with. The content type is not looked at:
 * `curl -d` sends JSON as a form, and API Gateway then delivers it base64-encoded.
 */
export function readJsonBody(body: Uint8Array): JsonBody {
  if (body.length === 0) return refuse("The request needs a JSON body.", "is required");
  if (body.length > MAX_BODY_BYTES) {
    const detail = `The body has ${body.length} bytes; at most ${MAX_BODY_BYTES} are accepted.`;
    return { ok: false, answer: problem(413, { detail }) };
  }

  try {
    return { ok: true, value: parseClientJson(body) };
  } catch {
    // The parser's own message quotes the body, which must not show up in answers.
    return refuse(
      "The body is not valid JSON in UTF-8, or a text in it holds control characters.",
      "must be valid JSON in UTF-8 without control characters",
    );
  }
}

function refuse(detail: string, message: string): JsonBody {
  return { ok: false, answer: problem(400, { detail, errors: [{ field: "body", message }] }) };
}
