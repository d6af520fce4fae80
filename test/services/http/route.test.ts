import * as z from "zod";
import type { HttpRequest } from "../../../services/http/request";
import { json } from "../../../services/http/response";
import { route } from "../../../services/http/route";

const ada = { "cognito:username": "ada" };
const admin = { "cognito:username": "boss", "cognito:groups": "[admin]" };

function request(parts: {
  body?: string | Uint8Array;
  claims?: HttpRequest["claims"];
  query?: HttpRequest["query"];
  params?: HttpRequest["params"];
}) {
  const { body = "", claims, query = {}, params = {} } = parts;
  return {
    method: "POST",
    resource: "/things",
    params,
    query,
    headers: {},
    body: Buffer.from(body),
    correlationId: "c",
    ...(claims && { claims }),
  };
}

async function run(of: ReturnType<typeof route>, parts: Parameters<typeof request>[0], params = {}) {
  const { statusCode, headers, body } = await of.run(request({ ...parts, params }));
  return { statusCode, headers, body: JSON.parse(body) };
}

describe("access", () => {
  const open = route({ method: "GET", path: "/a", access: "anyone", answer: async () => json(200, "ok") });
  const admins = route({ method: "GET", path: "/a", access: "admin", answer: async () => json(200, "ok") });
  const own = route({
    method: "GET",
    path: "/a/{userName}",
    access: "owner",
    ownedBy: ({ params }) => params.userName,
    answer: async ({ caller }) => json(200, caller.userName),
  });

  test.each([
    ["an open route without token", open, undefined, 200],
    ["an admin route without token", admins, undefined, 401],
    ["an admin route as somebody", admins, ada, 403],
    ["an admin route as a member of another group", admins, { ...ada, "cognito:groups": "[admins]" }, 403],
    ["an admin route as admin", admins, admin, 200],
    ["an own route without token", own, undefined, 401],
    ["an own route as its owner", own, ada, 200],
    ["an own route as another user", own, { username: "bob" }, 403],
    ["an own route as admin, who is another user", own, admin, 403],
    ["an own route with a token of no user", own, { client_id: "machine" }, 403],
  ])("%s", async (_name, of, claims, status) => {
    const answer = await run(of, { ...(claims && { claims }) }, { userName: "ada" });

    expect(answer.statusCode).toBe(status);
    if (status !== 200) expect(answer.headers["content-type"]).toBe("application/problem+json");
  });

  test("401 says how to authenticate", async () => {
    expect((await run(admins, {})).headers).toMatchObject({ "www-authenticate": "Bearer" });
  });

  test("a refused caller learns nothing about the body", async () => {
    const strict = route({
      method: "POST",
      path: "/a",
      access: "admin",
      body: z.object({ secret: z.string() }),
      answer: async () => json(200, "ok"),
    });

    expect((await run(strict, { body: "{", claims: ada })).statusCode).toBe(403);
  });
});

describe("body", () => {
  const item = z.object({ id: z.string(), quantity: z.int().min(1) });
  const save = route({
    method: "POST",
    path: "/things",
    access: "anyone",
    body: z.object({ name: z.string().min(1), items: z.array(item) }),
    answer: async ({ body }) => json(200, body),
  });

  test("a valid body reaches the answer without fields that nobody asked for", async () => {
    const body = JSON.stringify({ name: "n", items: [{ id: "1", quantity: 2, price: 1 }], cardInfo: "4111" });

    expect((await run(save, { body })).body).toEqual({ name: "n", items: [{ id: "1", quantity: 2 }] });
  });

  test("line ends and tabs are text", async () => {
    const body = JSON.stringify({ name: "St James's\r\n\tLondon", items: [] });

    expect((await run(save, { body })).statusCode).toBe(200);
  });

  test("every wrong field is named", async () => {
    const body = JSON.stringify({ items: [{ id: "1", quantity: 1 }, { quantity: 0 }] });

    const answer = await run(save, { body });

    expect(answer.statusCode).toBe(400);
    expect(answer.body).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "The body of the request is wrong in: name, items[1].id, items[1].quantity.",
      errors: [
        { field: "name", message: "is required" },
        { field: "items[1].id", message: "is required" },
        { field: "items[1].quantity", message: expect.stringContaining(">=1") },
      ],
    });
  });

  test.each([
    ["nothing", ""],
    ["half an object", '{"name":'],
    ["plain text", "name=x"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["half a character", '{"name":"\\ud83d","items":[]}'],
    ["a code point that SQS refuses", '{"name":"\\uffff","items":[]}'],
    ["a control character", '{"name":"\\u001b[2J","items":[]}'],
    ["nesting without end", "[".repeat(100_000)],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "7"],
  ])("%s is 400 and the field is the body", async (_name, body) => {
    const answer = await run(save, { body });

    expect(answer.statusCode).toBe(400);
    expect(answer.body.errors).toEqual([{ field: "body", message: expect.any(String) }]);
  });

  test("an answer to malformed JSON does not quote it", async () => {
    const answer = await run(save, { body: '{"cardInfo":"4111111111111111"' });

    expect(JSON.stringify(answer)).not.toContain("4111");
  });

  test("a body over 512 KB is 413", async () => {
    const body = JSON.stringify({ name: "n".repeat(512 * 1024), items: [] });

    expect((await run(save, { body })).statusCode).toBe(413);
  });
});

describe("query", () => {
  const find = route({
    method: "GET",
    path: "/things",
    access: "anyone",
    query: z.object({ day: z.iso.date().optional() }),
    answer: async ({ query }) => json(200, query),
  });

  test("a wrong parameter is 400 and named, an unknown one is ignored", async () => {
    expect(await run(find, { query: { day: "soon" } })).toMatchObject({
      statusCode: 400,
      body: { detail: "The query of the request is wrong in: day.", errors: [{ field: "day" }] },
    });
    expect((await run(find, { query: { day: "2025-03-14", utm: "x" } })).body).toEqual({ day: "2025-03-14" });
  });
});
