import { problem } from "./problem";
import type { HttpResponse } from "./response";

/** Twice what the largest valid basket takes. */
const MAX_BODY_BYTES = 256 * 1024;

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
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    return { ok: true, value: JSON.parse(text, rejectBrokenText) };
  } catch {
    // The parser's own message quotes the body, which must not show up in answers.
    return refuse("The body is not valid JSON in UTF-8.", "must be valid JSON in UTF-8");
  }
}

function refuse(detail: string, message: string): JsonBody {
  return { ok: false, answer: problem(400, { detail, errors: [{ field: "body", message }] }) };
}

/** Half of a surrogate pair is legal in JSON but has no UTF-8 form: DynamoDB would refuse it later. */
function rejectBrokenText(_key: string, value: unknown): unknown {
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new SyntaxError("lone surrogate");
  return value;
}
