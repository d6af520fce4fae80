import { type AddressInfo, createServer, type Server } from "node:net";
import type { ServiceFactory } from "../../local/kernel/service";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

let cloud: LambdaCloud;

/** An endpoint that takes no credentials and answers in a second, with the headers that it got. */
const slowly: ServiceFactory = (kernel) => ({
  name: "slowly",
  endpoints: [
    {
      prefix: "/_aws/slowly",
      handle: (request) =>
        kernel.serve("slowly", request, async () => {
          await kernel.work.sleep(1_000);
          return { status: 200, headers: {}, body: JSON.stringify(Object.keys(request.headers)) };
        }),
    },
  ],
});

beforeEach(async () => {
  cloud = lambdaCloud([slowly]);
  await cloud.listen();
});

afterEach(() => cloud.close());

const elapsed = (body: string) => `export const handler = async (event) => {
  const startMs = Date.now();
  const at = () => Date.now() - startMs;
  ${body}
};`;

describe("a handler that calls something else than the cloud's APIs", () => {
  let server: Server | undefined;
  afterEach(() => new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve))));

  /** A server on this machine, which hears what clients send first. */
  const listen = async (heard: (first: Buffer, answer: (text: string) => void) => void): Promise<number> => {
    server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (first) => heard(first, (text) => socket.end(text)));
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    return (listening.address() as AddressInfo).port;
  };

  test("lets time pass while a public endpoint of the cloud waits for it", async () => {
    await cloud.deploy(
      "fetching",
      `import http from "node:http";
      const url = process.env.AWS_ENDPOINT_URL + "/_aws/slowly";
      const get = () => new Promise((resolve) => http.get(url, (response) => response.resume().on("end", resolve)));
      ${elapsed(`const names = await (await fetch(url)).json();
      const fetchedAt = at();
      await Promise.all([get(), get(), fetch(url).then((response) => response.text())]);
      return [fetchedAt, at(), names.filter((name) => name.startsWith("x-"))];`)}`,
      { timeout: 60 },
    );

    expect(await cloud.answer("fetching")).toEqual([1_000, 2_000, []]);
  });

  test("does not go on with a call that it has given up", async () => {
    await cloud.deploy(
      "giving-up",
      elapsed(`const signal = AbortSignal.timeout(400);
      const error = await fetch(process.env.AWS_ENDPOINT_URL + "/_aws/slowly", { signal }).catch((error) => error);
      return [error.name, at()];`),
    );

    expect(await cloud.answer("giving-up")).toEqual(["TimeoutError", 400]);
    await cloud.work.advance(1_000);

    expect(cloud.logLines).toEqual([]);
  });

  test("speaks TLS where it was told to", async () => {
    const firstBytes: (number | undefined)[] = [];
    const port = await listen((first, answer) => {
      firstBytes.push(first[0]);
      answer("");
    });
    await cloud.deploy(
      "secure",
      `import https from "node:https";
      const get = (options) => new Promise((resolve) => https.get(options, resolve).on("error", resolve));
      export const handler = async () => {
        await get({ host: "127.0.0.1", port: ${port} });
        await get({ host: "127.0.0.1", port: ${port}, agent: new https.Agent({ keepAlive: true }) });
      };`,
    );

    await cloud.answer("secure");

    // 22 opens a TLS handshake.
    expect(firstBytes).toEqual([22, 22]);
  });

  test("has its requests go over as many connections as it likes", async () => {
    const waiting: ((text: string) => void)[] = [];
    const port = await listen((_first, answer) => {
      waiting.push(answer);
      if (waiting.length === 2) for (const one of waiting) one("HTTP/1.1 204 No Content\r\n\r\n");
    });
    await cloud.deploy(
      "elsewhere",
      `import http from "node:http";
      const get = () => new Promise((resolve) =>
        http.get({ host: "127.0.0.1", port: ${port} }, ({ statusCode }) => resolve(statusCode)));
      export const handler = () => Promise.all([get(), get()]);`,
    );

    expect(await cloud.answer("elsewhere")).toEqual([204, 204]);
  });
});
