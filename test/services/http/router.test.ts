import type { HttpRequest } from "../../../services/http/request";
import { json } from "../../../services/http/response";
import type { Route } from "../../../services/http/route";
import { dispatch } from "../../../services/http/router";

/** A route that answers with its name and the parameters that it was given. */
function echo(method: string, path: string): Route {
  return { method, path, run: async (_request, params) => json(200, { to: `${method} ${path}`, params }) };
}

const routes = [
  echo("GET", "/basket"),
  echo("GET", "/basket/{userName}"),
  echo("DELETE", "/basket/{userName}"),
  echo("POST", "/basket/checkout"),
];

function request(method: string, path: string): HttpRequest {
  const body = new Uint8Array();
  return { method, path, query: {}, headers: {}, body, correlationId: "c" };
}

async function dispatched(method: string, path: string) {
  const { response, route } = await dispatch(routes, request(method, path));
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(response.body), route };
}

test.each([
  ["GET", "/basket", "/basket", {}],
  ["GET", "/basket/ada", "/basket/{userName}", { userName: "ada" }],
  ["GET", "/basket/ada%40example.com", "/basket/{userName}", { userName: "ada@example.com" }],
  ["GET", "/basket/ada@example.com", "/basket/{userName}", { userName: "ada@example.com" }],
  ["GET", "/basket/100%", "/basket/{userName}", { userName: "100%" }],
  ["GET", "/basket/a%2Fb", "/basket/{userName}", { userName: "a/b" }],
  ["POST", "/basket/checkout", "/basket/checkout", {}],
  ["GET", "/basket/checkout", "/basket/{userName}", { userName: "checkout" }],
])("%s %s reaches %s", async (method, path, route, params) => {
  const answer = await dispatched(method, path);

  expect(answer.body).toEqual({ to: `${method} ${route}`, params });
  expect(answer.route).toBe(route);
});

test.each(["/", "", "/baskets", "/basket/", "/basket/ada/items", `/basket/${"a".repeat(129)}`])(
  "an unknown path %p is 404",
  async (path) => {
    const answer = await dispatched("GET", path);

    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ title: "Not Found", detail: `There is nothing at ${path}.` });
  },
);

test("a known path with another method is 405 and tells what is allowed", async () => {
  const answer = await dispatched("PATCH", "/basket/ada");

  expect(answer.status).toBe(405);
  expect(answer.headers).toMatchObject({ allow: "GET, DELETE" });
  expect(answer.body.detail).toBe("PATCH is not possible here; allowed: GET, DELETE.");
});
