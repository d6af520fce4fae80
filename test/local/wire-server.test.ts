import { EventEmitter, once } from "node:events";
import { connect } from "node:net";
import type { HttpRequest, HttpResponse } from "../../local/kernel/service";
import { WireServer } from "../../local/wire/server";

let server: WireServer;
let logLines: string[];

beforeEach(() => {
  logLines = [];
});

afterEach(() => server.close());

async function serve(handle: (request: HttpRequest) => Promise<HttpResponse>) {
  server = new WireServer(
    [{ prefix: "/public/", handle }],
    async ({ url }) => ({ status: 200, headers: {}, body: `aws ${url}` }),
    (line) => logLines.push(line),
  );
  const port = await server.listen(0);
  return { port, base: `http://127.0.0.1:${port}` };
}

const fine = async (): Promise<HttpResponse> => ({ status: 200, headers: {}, body: "fine" });

describe("WireServer", () => {
  test("gives what is below an endpoint's prefix to it, and everything else to the AWS protocols", async () => {
    const { base } = await serve(fine);

    expect(await (await fetch(`${base}/public/x`)).text()).toBe("fine");
    expect(await (await fetch(`${base}/private`)).text()).toBe("aws /private");
  });

  test.each([
    ["a header that HTTP does not allow", { "x-name": "two\nlines" }],
    ["a header beyond Latin-1", { "x-name": "☃" }],
    ["a header without a name", { "": "x" }],
  ])("%s is an error of that request alone", async (_name, headers) => {
    const { base } = await serve(async ({ url }) =>
      url === "/public/bad" ? { status: 200, headers: { ...headers }, body: "" } : fine(),
    );

    const bad = await fetch(`${base}/public/bad`);
    expect(bad).toMatchObject({ status: 500, statusText: "Internal Server Error" });
    expect(logLines).toEqual([expect.stringContaining("no answer to GET /public/bad: TypeError")]);
    expect((await fetch(`${base}/public/good`)).status).toBe(200);
  });

  test("answers a request whose handler fails", async () => {
    const { base } = await serve(() => Promise.reject(new Error("broken")));

    const response = await fetch(`${base}/public/x`);

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ __type: "InternalFailure", message: "Error: broken" });
  });

  test.each([
    ["with its length", "content-length: 10\r\n\r\n", "0123456789"],
    ["in chunks", "transfer-encoding: chunked\r\n\r\n", "4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n"],
    ["without a body", "content-length: 0\r\n\r\n", ""],
  ])(
    "takes a body %s, however its bytes arrive, and the next request after it",
    async (_name, head, body) => {
      const { port } = await serve(async (request) => ({
        status: 200,
        headers: {},
        body: `<${request.body}>`,
      }));
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let answers = "";
      socket.on("data", (chunk) => {
        answers += chunk;
      });

      for (const byte of `POST /public/x HTTP/1.1\r\nhost: localhost\r\n${head}${body}`) {
        socket.write(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.write("GET /public/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
      await once(socket, "close");

      expect(answers.match(/<.*>/g)).toEqual([`<${body === "" ? "" : "0123456789"}>`, "<>"]);
    },
  );

  test("outlives a caller who hangs up in the middle of a body", async () => {
    const handle = jest.fn(fine);
    const { port, base } = await serve(handle);
    const socket = connect(port, "127.0.0.1");
    socket.write("POST /public/x HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n0123");
    await once(socket, "ready");
    socket.resume().end();
    await once(socket, "close");

    expect((await fetch(`${base}/public/x`)).status).toBe(200);
    expect(handle).toHaveBeenCalledTimes(1);
    expect(logLines).toEqual([]);
  });

  test("refuses a body beyond 64 MB without keeping it", async () => {
    const handle = jest.fn(fine);
    const { base } = await serve(handle);

    const response = await fetch(`${base}/public/x`, {
      method: "POST",
      body: Buffer.alloc(65 * 1024 * 1024),
    });

    expect(response.status).toBe(413);
    expect(handle).not.toHaveBeenCalled();
  });

  test("tells a request that its caller has hung up", async () => {
    const requests = new EventEmitter();
    const { port } = await serve(async ({ signal }) => {
      requests.emit("arrived");
      await once(signal, "abort");
      requests.emit("hung up");
      return fine();
    });
    const arrived = once(requests, "arrived");
    const hungUp = once(requests, "hung up");
    const socket = connect(port, "127.0.0.1");

    socket.write("GET /public/x HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await arrived;
    socket.destroy();

    await hungUp;
  });
});
