import type { HttpRequest } from "../../../services/http/request";
import { json } from "../../../services/http/response";
import type { Route } from "../../../services/http/route";
import { dispatch } from "../../../services/http/router";

/** A route that answers with its name and the parameters that it was given. */
function echo(method: string, path: string): Route {
  return { method, path, run: async ({ params }) => json(200, { to: `${method} ${path}`, params }) };
}

const routes = [
  echo("GET", "/basket"),
  echo("GET", "/basket/{userName}"),
  echo("DELETE", "/basket/{userName}"),
  echo("POST", "/basket/checkout"),
];

async function dispatched(method: string, resource: string, params: Record<string, string> = {}) {
  const body = new Uint8Array();
  const request: HttpRequest = { method, resource, params, query: {}, headers: {}, body, correlationId: "c" };
  const { response, route } = await dispatch(routes, request);
  return { status: response.statusCode, body: JSON.parse(response.body), route };
}

test.each([
  ["GET", "/basket", {}],
  ["GET", "/basket/{userName}", { userName: "a%41b" }],
  ["DELETE", "/basket/{userName}", { userName: "\u{1f600}".repeat(128) }],
  ["POST", "/basket/checkout", {}],
])("%s %s runs with its parameters as they are", async (method, resource, params) => {
  const answer = await dispatched(method, resource, params);

  expect(answer.body).toEqual({ to: `${method} ${resource}`, params });
  expect(answer.route).toBe(resource);
});

test.each([
  ["GET", "$default"],
  ["GET", "/baskets"],
  ["PATCH", "/basket"],
])("%s %s, which no route of the service is, is 404", async (method, resource) => {
  expect(await dispatched(method, resource)).toMatchObject({ status: 404, route: "none" });
});

test("a parameter that is longer than any name is 404, not an error of the table", async () => {
  const { status, body, route } = await dispatched("GET", "/basket/{userName}", {
    userName: "a".repeat(129),
  });

  expect({ status, route }).toEqual({ status: 404, route: "/basket/{userName}" });
  expect(body).toMatchObject({ title: "Not Found", detail: "There is nothing at this path." });
});
