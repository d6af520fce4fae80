import { WireServer } from "../../../local/wire/server";
import { deployedHttpApi } from "../apigatewayv2/http-fixture";
import { gatewayHarness, type Harness } from "./gateway-harness";
import { deployedRestApi } from "./rest-fixture";

let server: WireServer | undefined;

afterEach(() => server?.close());

/** Sends a request through a real connection, which holds headers to what HTTP allows. */
async function get(cloud: Harness, url: string): Promise<Response> {
  server = new WireServer(cloud.service.endpoints ?? [], async () => ({
    status: 404,
    headers: {},
    body: "",
  }));
  const port = await server.listen(0);
  return fetch(url.replace(cloud.kernel.endpoint, `http://127.0.0.1:${port}`));
}

const HEADERS: readonly (readonly [string, Record<string, string>])[] = [
  ["a name with a space", { "bad name": "x" }],
  ["a line break in a value", { name: "two\nlines" }],
];

test.each(HEADERS)("a function's header with %s is 502 from a REST API", async (_what, headers) => {
  const cloud = gatewayHarness();
  cloud.lambda.answer = { statusCode: 200, headers, body: "x" };
  const url = await deployedRestApi(cloud, { path: "/product", method: "GET" });

  const response = await get(cloud, `${url}/product`);

  expect(response).toMatchObject({ status: 502, statusText: "Bad Gateway" });
  expect(await response.text()).toBe('{"message":"Internal server error"}');
  expect(response.headers.get("x-amzn-errortype")).toBe("InternalServerErrorException");
  expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
});

test.each(HEADERS)("a function's header with %s is 500 from an HTTP API", async (_what, headers) => {
  const cloud = gatewayHarness();
  cloud.lambda.answer = { statusCode: 200, headers, body: "x" };
  const url = await deployedHttpApi(cloud, "GET /basket");

  const response = await get(cloud, `${url}/basket`);

  expect(response).toMatchObject({ status: 500, statusText: "Internal Server Error" });
  expect(await response.text()).toBe('{"message":"Internal Server Error"}');
});
