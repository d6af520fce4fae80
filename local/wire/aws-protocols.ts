import { AwsError, UnsupportedError } from "../kernel/errors";
import type { Kernel } from "../kernel/kernel";
import { traceIdOf } from "../kernel/kernel";
import type { Principal } from "../kernel/principal";
import type { HttpRequest, HttpResponse, Protocol, RestRoute, Service } from "../kernel/service";
import type { Session } from "../kernel/sessions";
import { parseQueryForm } from "./query-form";
import { matchRestPath } from "./rest-path";
import { escapeXml, toXml } from "./xml";

interface Request {
  readonly service: Service;
  readonly protocol: Protocol;
  readonly operation: string;
  readonly input: unknown;
  readonly route?: RestRoute;
}

/** What the Query protocol calls errors that the other protocols have, too. */
const CODES_IN_QUERY: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  SerializationException: "MalformedInput",
};

/** Answers the AWS protocols: finds the service and the operation, calls it as the caller, writes the answer. */
export class AwsProtocols {
  private readonly byName = new Map<string, Service>();
  private readonly byTarget = new Map<string, Service>();

  constructor(
    private readonly kernel: Kernel,
    services: readonly Service[],
  ) {
    for (const service of services) {
      if (service.protocol === undefined) continue;
      this.byName.set(service.name, service);
      if (service.protocol.kind === "json") this.byTarget.set(service.protocol.target, service);
    }
  }

  async answer(request: HttpRequest): Promise<HttpResponse> {
    const credential = /Credential=([^/,]+)\/\d{8}\/[^/]*\/([^/]+)\//.exec(
      single(request, "authorization") ?? "",
    );
    const requestId = this.kernel.ids.uuid();
    let parsed: Request | undefined;
    try {
      const found = this.parse(request, credential?.[2]);
      parsed = found;
      const { sessions } = this.kernel;
      if (sessions.isRevoked(credential?.[1])) {
        throw new AwsError(
          "ExpiredTokenException",
          "The security token included in the request is expired",
          403,
        );
      }
      const session = sessions.get(credential?.[1]);
      const output = await this.perform(found, session, credential !== null, request);
      return this.success(found, output, requestId);
    } catch (error) {
      return this.failure(parsed?.protocol ?? guessProtocol(request), error, requestId);
    }
  }

  private perform(found: Request, session: Session | undefined, signed: boolean, request: HttpRequest) {
    const principal: Principal = session?.principal ?? { type: signed ? "operator" : "anonymous" };
    const traceId = traceIdOf(single(request, "x-amzn-trace-id"));
    const options = {
      fromOutside: true,
      signal: request.signal,
      ...(traceId === undefined ? {} : { traceId }),
    };
    const { service, operation, input } = found;
    return this.kernel.serve(
      `${service.name}:${operation}`,
      request,
      () => this.kernel.calls.perform(principal, service.name, operation, input, options),
      session,
    );
  }

  private parse(request: HttpRequest, signingName: string | undefined): Request {
    const [target, operation] = (single(request, "x-amz-target") ?? "").split(".");
    const service = this.byTarget.get(target ?? "") ?? this.byName.get(signingName ?? "");
    if (service?.protocol === undefined) {
      const what = target || signingName || `${request.method} ${request.url}`;
      throw new AwsError("UnknownOperationException", `the local cloud does not model ${what}`, 404);
    }
    const { protocol } = service;
    if (protocol.kind === "json")
      return { service, protocol, operation: operation ?? "", input: parseJson(request) };
    if (protocol.kind === "query") {
      const { Action, Version: _version, ...input } = parseQueryForm(request.body.toString("utf8"));
      return { service, protocol, operation: String(Action ?? ""), input };
    }
    return { service, protocol, ...this.parseRest(protocol.routes, request, service.name) };
  }

  private parseRest(routes: readonly RestRoute[], request: HttpRequest, service: string) {
    const [path = "/", query = ""] = request.url.split("?");
    for (const route of routes) {
      if (route.method !== request.method) continue;
      const parameters = matchRestPath(route.path, path);
      if (parameters === undefined) continue;
      const input = route.decode?.(request, parameters) ?? {
        ...parameters,
        ...Object.fromEntries(new URLSearchParams(query)),
        ...(request.body.length === 0 ? {} : parseJson(request)),
      };
      return { operation: route.operation, input, route };
    }
    throw new AwsError(
      "UnknownOperationException",
      `the local cloud does not model ${service} ${request.method} ${path}`,
      404,
    );
  }

  private success(found: Request, output: unknown, requestId: string): HttpResponse {
    const { protocol, operation, route } = found;
    if (protocol.kind === "query") {
      const result = toXml(output);
      const body =
        `<${operation}Response xmlns="${protocol.xmlNamespace}">` +
        (result === "" ? "" : `<${operation}Result>${result}</${operation}Result>`) +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
      return { status: 200, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
    }
    if (route?.encode !== undefined) {
      const response = route.encode(output);
      return { ...response, headers: { "x-amzn-requestid": requestId, ...response.headers } };
    }
    return { status: 200, headers: jsonHeaders(protocol, requestId), body: JSON.stringify(output ?? {}) };
  }

  private failure(protocol: Protocol | undefined, error: unknown, requestId: string): HttpResponse {
    const known = this.toAwsError(error);
    if (protocol?.kind === "query") {
      const type = known.httpStatus < 500 ? "Sender" : "Receiver";
      const code = CODES_IN_QUERY[known.code] ?? known.code;
      const body =
        `<ErrorResponse xmlns="${protocol.xmlNamespace}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
        `<Message>${escapeXml(known.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return {
        status: known.httpStatus,
        headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
        body,
      };
    }
    const queryCodes = protocol?.kind === "json" ? protocol.queryCodes : undefined;
    const fault = known.httpStatus < 500 ? "Sender" : "Receiver";
    const headers = {
      ...jsonHeaders(protocol, requestId),
      "x-amzn-errortype": known.code,
      ...(queryCodes && { "x-amzn-query-error": `${queryCodes[known.code] ?? known.code};${fault}` }),
    };
    const body = JSON.stringify({
      __type: known.code,
      message: known.message,
      Message: known.message,
      ...known.fields,
    });
    return { status: known.httpStatus, headers, body };
  }

  /** What is not modelled is the caller's to mend; anything else that is no AWS error is a bug, and logged. */
  private toAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    if (error instanceof UnsupportedError) return new AwsError("UnsupportedOperation", error.message);
    this.kernel.log(
      `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return new AwsError("InternalFailure", error instanceof Error ? error.message : String(error), 500);
  }
}

function jsonHeaders(protocol: Protocol | undefined, requestId: string): Record<string, string> {
  const type = protocol?.kind === "json" ? `application/x-amz-json-${protocol.version}` : "application/json";
  return { "content-type": type, "x-amzn-requestid": requestId };
}

function guessProtocol(request: HttpRequest): Protocol | undefined {
  const form = single(request, "content-type")?.includes("x-www-form-urlencoded") ?? false;
  return form ? { kind: "query", xmlNamespace: "" } : undefined;
}

function single(request: HttpRequest, header: string): string | undefined {
  const value = request.headers[header];
  return typeof value === "string" ? value : value?.[0];
}

function parseJson(request: HttpRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "the body is not valid JSON");
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return withoutNulls(body as Record<string, unknown>);
  }
  throw new AwsError("SerializationException", "the body is JSON, but not an object");
}

/** On AWS a member that is null is absent. */
function withoutNulls(body: Record<string, unknown>): Record<string, unknown> {
  for (const name in body) {
    if (body[name] === null) Reflect.deleteProperty(body, name);
  }
  return body;
}
