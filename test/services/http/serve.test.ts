import { json, noContent } from "../../../services/http/response";
import { type Route, route } from "../../../services/http/route";
import { serveHttpApi, serveRest } from "../../../services/http/serve";
import { httpApiEvent } from "../support/http-api-event";
import { lambdaContext } from "../support/lambda-context";
import { RecordingLogger } from "../support/recording-logger";
import { restEvent } from "../support/rest-event";

const routes: readonly Route[] = [
  route({ method: "GET", path: "/good/{id}", access: "anyone", answer: async () => json(200, { ok: true }) }),
  route({ method: "DELETE", path: "/good/{id}", access: "anyone", answer: async () => noContent() }),
  route({
    method: "GET",
    path: "/bad",
    access: "anyone",
    answer: async () => {
      throw new Error("table dev-secret-table is gone");
    },
  }),
];

describe.each([
  [
    "REST API",
    (method: string, path: string, headers = {}, logger = new RecordingLogger()) =>
      serveRest({ routes, logger })(restEvent({ method, path, headers }), lambdaContext),
  ],
  [
    "HTTP API",
    (method: string, path: string, headers = {}, logger = new RecordingLogger()) =>
      serveHttpApi({ routes, logger })(httpApiEvent({ method, path, headers }), lambdaContext),
  ],
])("%s", (_name, call) => {
  test("answers in the shape that API Gateway expects", async () => {
    expect(await call("GET", "/good/1", { "x-correlation-id": "c-1" })).toEqual({
      statusCode: 200,
      headers: { "content-type": "application/json", "x-correlation-id": "c-1" },
      body: '{"ok":true}',
    });
    expect(await call("DELETE", "/good/1")).toMatchObject({ statusCode: 204, body: "" });
  });

  test("an exception is a 500 that shows nothing of the inside but the way to find it", async () => {
    const answer = await call("GET", "/bad", { "x-correlation-id": "c-2" });

    expect(answer).toMatchObject({
      statusCode: 500,
      headers: { "content-type": "application/problem+json" },
    });
    expect(answer.body).not.toMatch(/secret|stack|Error:|at /);
    expect(JSON.parse(answer.body ?? "").detail).toContain("c-2");
  });

  test("logs an exception with its correlation id", async () => {
    const logger = new RecordingLogger();

    await call("GET", "/bad", { "x-correlation-id": "c-3" }, logger);

    expect(JSON.parse(logger.text)).toMatchObject({
      level: "ERROR",
      message: "request failed",
      correlation_id: "c-3",
      function_request_id: lambdaContext.awsRequestId,
      error: { message: "table dev-secret-table is gone", stack: expect.any(String) },
    });
  });

  test("logs a request by its route, not by the path, which may name a person", async () => {
    const logger = new RecordingLogger();

    await call("GET", "/good/ada-lovelace", {}, logger);

    expect(JSON.parse(logger.text)).toMatchObject({ method: "GET", route: "/good/{id}", status: 200 });
    expect(logger.text).not.toContain("ada-lovelace");
  });
});

describe("CORS of a REST API", () => {
  const answerFor = async (allowedOrigins: readonly string[], headers: Record<string, string>) => {
    const serve = serveRest({ routes, logger: new RecordingLogger(), allowedOrigins });
    return (await serve(restEvent({ method: "GET", path: "/none", headers }), lambdaContext)).headers;
  };
  const shop = "https://shop.example.com";

  test("an allowed origin may read every answer, errors too", async () => {
    expect(await answerFor([shop], { Origin: shop })).toMatchObject({
      "access-control-allow-origin": shop,
      "access-control-expose-headers": "location,retry-after,x-correlation-id",
      vary: "origin",
    });
  });

  test("another origin may not", async () => {
    expect(await answerFor([shop], { Origin: "https://evil.example.com" })).not.toHaveProperty(
      "access-control-allow-origin",
    );
  });

  test("a star allows everybody", async () => {
    expect(await answerFor(["*"], {})).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "location,retry-after,x-correlation-id",
    });
  });

  test("without allowed origins nothing is said", async () => {
    const headers = await answerFor([], { Origin: shop });

    expect(Object.keys(headers ?? {})).toEqual(["content-type", "x-correlation-id"]);
  });
});
