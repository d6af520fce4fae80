import type { HttpRequest } from "../../local/kernel/service";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import type { testKernel } from "./test-kernel";

/** An answer as a client sees it; the body parsed where it is JSON. */
export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/**
 * Calls operations from outside, as whoever holds the access key: with the bytes that an SDK sends, so that the input
 * need not be of the operation's type.
 */
export function wireClient({ kernel, services }: ReturnType<typeof testKernel>, accessKey = "test") {
  const protocols = new AwsProtocols(kernel, services);
  return async (name: string, operation: string, input: unknown = {}): Promise<WireAnswer> => {
    const protocol = services.find((service) => service.name === name)?.protocol;
    const json = protocol?.kind === "json";
    const request: HttpRequest = {
      method: "POST",
      url: "/",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20260101/eu-central-1/${name}/aws4_request, SignedHeaders=host, Signature=0`,
        ...(json
          ? { "x-amz-target": `${protocol.target}.${operation}` }
          : { "content-type": "application/x-www-form-urlencoded" }),
      },
      rawHeaders: [],
      body: Buffer.from(json ? encodeJson(input) : encodeForm(operation, input)),
      sourceIp: "127.0.0.1",
      signal: new AbortController().signal,
    };
    const { status, body } = await protocols.answer(request);
    const text = String(body);
    return { status, text, body: json ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
}

/** JSON can say numbers that JavaScript would write as null. */
function encodeJson(input: unknown): string {
  const text = JSON.stringify(input, (_key, value) => (value === Number.POSITIVE_INFINITY ? "1e400" : value));
  return text.replaceAll('"1e400"', "1e400");
}

function encodeForm(operation: string, input: unknown): string {
  const form = new URLSearchParams({ Action: operation, Version: "2010-03-31" });
  addFields(form, "", input);
  return form.toString();
}

function addFields(form: URLSearchParams, path: string, value: unknown): void {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (Array.isArray(value)) {
    if (value.length === 0) form.append(path, "");
    for (const [index, member] of value.entries()) addFields(form, at(`member.${index + 1}`), member);
  } else if (value instanceof Map) {
    for (const [index, [key, member]] of [...value].entries()) {
      form.append(at(`entry.${index + 1}.Name`), key);
      addFields(form, at(`entry.${index + 1}.Value`), member);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) addFields(form, at(name), member);
  } else if (value !== undefined && value !== null) {
    form.append(path, String(value));
  }
}
