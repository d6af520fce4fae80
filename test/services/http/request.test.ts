import { readHttpApiRequest } from "../../../services/http/http-api-request";
import { readRestRequest } from "../../../services/http/rest-request";
import { httpApiEvent } from "../support/http-api-event";
import { restEvent } from "../support/rest-event";

const text = (body: Uint8Array) => Buffer.from(body).toString("utf8");

describe("REST API", () => {
  test("the route and its parameters are those that API Gateway has found", () => {
    const request = readRestRequest(restEvent({ method: "GET", path: "/product/a%20b", stage: "live" }));

    expect(request).toMatchObject({ method: "GET", resource: "/product/{id}", params: { id: "a b" } });
  });

  test("header names are read in any case", () => {
    const headers = { "X-Correlation-Id": "checkout-7" };

    expect(readRestRequest(restEvent({ method: "GET", path: "/product", headers })).correlationId).toBe(
      "checkout-7",
    );
  });

  test("a console test invocation without headers and query is a request too", () => {
    const event = { ...restEvent({ method: "GET", path: "/product" }), headers: null as never };

    expect(readRestRequest(event)).toMatchObject({ headers: {}, query: {} });
  });
});

describe("HTTP API", () => {
  test.each(["$default", "dev"])("the route is found by its key, in stage %s", (stage) => {
    const request = readHttpApiRequest(httpApiEvent({ method: "GET", path: "/basket/a%2541b", stage }));

    expect(request).toMatchObject({ resource: "/basket/{userName}", params: { userName: "a%41b" } });
  });
});

describe.each([
  [
    "REST API",
    "7f2a6c1e-2f0b-4c39-9a43-0d5b1e7a8c90",
    (call: object) => readRestRequest(restEvent({ method: "POST", path: "/p", ...call })),
  ],
  [
    "HTTP API",
    "HXabcE1gFiAEJUQ=",
    (call: object) => readHttpApiRequest(httpApiEvent({ method: "POST", path: "/p", ...call })),
  ],
])("%s", (_name, requestId, read) => {
  test.each([false, true])("a body is decoded (base64: %p)", (base64) => {
    expect(text(read({ body: { name: "Käse 🧀" }, base64 }).body)).toBe('{"name":"Käse 🧀"}');
  });

  test("no body is an empty body", () => {
    expect(text(read({}).body)).toBe("");
  });

  test.each([
    ["missing", {}],
    ["with a line break", { "x-correlation-id": "a\nb" }],
    ["overlong", { "x-correlation-id": "a".repeat(129) }],
  ])("a correlation id that is %s is replaced by the request id", (_case, headers) => {
    expect(read({ headers }).correlationId).toBe(requestId);
  });
});
