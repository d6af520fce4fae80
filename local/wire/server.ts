import {
  createServer,
  type OutgoingHttpHeader,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Endpoint, HttpRequest, HttpResponse } from "../kernel/service";
import { IncomingRequest } from "./incoming-request";

/** Larger than any payload that a modelled service takes. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

/** Up to here copying the body costs less than a second write. */
const ONE_WRITE_BYTES = 16 * 1024;

/** An HTTP request with its body; the abort signal is made only when somebody asks for it. */
class BufferedRequest implements HttpRequest {
  private controller: AbortController | undefined;
  private stopListening = (): void => {};

  constructor(
    private readonly message: IncomingRequest,
    readonly body: Buffer,
  ) {}

  get method(): string {
    return this.message.method ?? "GET";
  }

  get url(): string {
    return this.message.url ?? "/";
  }

  get headers(): HttpRequest["headers"] {
    return this.message.headers;
  }

  get rawHeaders(): readonly string[] {
    return this.message.rawHeaders;
  }

  get sourceIp(): string {
    return (this.message.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
  }

  get sourcePort(): number | undefined {
    return this.message.socket.remotePort;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      const controller = new AbortController();
      this.controller = controller;
      const abort = () => controller.abort();
      const { socket } = this.message;
      socket.once("close", abort);
      this.stopListening = () => socket.off("close", abort);
    }
    return this.controller.signal;
  }

  /** The request is answered: its connection may serve others now. */
  answered(): void {
    this.stopListening();
  }
}

/** The cloud's one port: public endpoints by their path prefix, everything else by the AWS protocols. */
export class WireServer {
  private readonly server: Server;

  /**
   * @param endpoints - public endpoints
   * @param aws - answers what no endpoint takes
   * @param log - receives why an answer could not be written
   */
  constructor(
    private readonly endpoints: readonly Endpoint[],
    private readonly aws: (request: HttpRequest) => Promise<HttpResponse>,
    private readonly log: (line: string) => void = () => {},
  ) {
    // Idle connections stay until their clients close them: they cost less than a timer for each request.
    this.server = createServer(
      { keepAliveTimeout: 0, IncomingMessage: IncomingRequest },
      (message, response) => this.receive(message, response),
    );
  }

  /**
   * Listens on the loopback interface.
   * @param port - 0 takes any free one
   * @returns the port
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, "127.0.0.1", () => {
        this.server.off("error", reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private receive(message: IncomingRequest, response: ServerResponse): void {
    const body = message.readBody(LARGEST_BODY_BYTES);
    if (Buffer.isBuffer(body)) void this.answer(new BufferedRequest(message, body), response);
    else void this.answerLater(message, body, response);
  }

  private async answerLater(
    message: IncomingRequest,
    arriving: Promise<Buffer | undefined>,
    response: ServerResponse,
  ): Promise<void> {
    const body = await arriving;
    if (body !== undefined) await this.answer(new BufferedRequest(message, body), response);
    else writeJson(response, 413, "RequestEntityTooLarge", `bodies are at most ${LARGEST_BODY_BYTES} bytes`);
  }

  private async answer(request: BufferedRequest, response: ServerResponse): Promise<void> {
    const endpoint = this.endpoints.find(({ prefix }) => request.url.startsWith(prefix));
    try {
      // Throws for what HTTP does not allow in a header, which may come from a function.
      write(response, await (endpoint === undefined ? this.aws(request) : endpoint.handle(request)));
    } catch (error) {
      this.log(`no answer to ${request.method} ${request.url}: ${String(error)}`);
      const instead = endpoint?.answerUnwritable?.(request);
      if (instead === undefined) writeJson(response, 500, "InternalFailure", String(error));
      else write(response, instead);
    } finally {
      request.answered();
    }
  }
}

function write(response: ServerResponse, answer: HttpResponse): void {
  // Node keeps the phrase of an answer that it could not write.
  if (response.statusMessage !== undefined) response.statusMessage = STATUS_CODES[answer.status] ?? "";
  response.writeHead(answer.status, headerLines(answer));
  // A text goes out in one write with the head, bytes in a second one.
  const { body } = answer;
  if (typeof body === "string" || body.length > ONE_WRITE_BYTES) response.end(body);
  else response.end(body.toString("latin1"), "latin1");
}

function writeJson(response: ServerResponse, status: number, __type: string, message: string): void {
  write(response, {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ __type, message }),
  });
}

/** Names and values, alternating; answers of known length are not sent in chunks, as AWS does not. */
function headerLines({ status, headers, body }: HttpResponse): OutgoingHttpHeader[] {
  const lines: OutgoingHttpHeader[] = [];
  for (const name of Object.keys(headers)) lines.push(name, headers[name] as OutgoingHttpHeader);
  if (status !== 204 && status !== 304 && headers["content-length"] === undefined) {
    lines.push("content-length", Buffer.byteLength(body));
  }
  return lines;
}
