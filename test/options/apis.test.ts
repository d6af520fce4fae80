import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";
import { Members } from "./members";

const stacks = optionsStacks({ only: ["apis"] });

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
});

afterEach(() => cloud.close());

interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks one of the APIs. */
async function ask(api: "metered" | "http", method: string, path: string, options: RequestOptions = {}) {
  const base = String(cloud.outputs()[`${api}_url`]).replace(/\/$/, "");
  const response = await fetch(base + path, { method, ...options });
  const text = await response.text();
  const { headers, status } = response;
  return { status, headers: Object.fromEntries(headers), body: text === "" ? undefined : JSON.parse(text) };
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** The value of an API key, as whoever runs the API fetches it. */
async function keyOf(name: string): Promise<string> {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/apigateway/aws4_request, SignedHeaders=host, Signature=0";
  const path = `/apikeys/${cloud.outputs()[`${name}_key_id`]}?includeValue=true`;
  const response = await fetch(cloud.endpoint + path, { headers: { authorization } });
  return ((await response.json()) as { value: string }).value;
}

describe("a REST API with a usage plan", () => {
  const report = async (key?: string) => {
    const headers = key === undefined ? {} : { "x-api-key": key };
    const { status, body } = await ask("metered", "GET", "/report/2026", { headers });
    return status === 200 ? status : `${status} ${body.detail}`;
  };

  test("wants a key where the route does, and one of its own", async () => {
    expect(await report()).toBe("403 Forbidden");
    expect(await report("x".repeat(40))).toBe("403 Forbidden");
    expect(await report(await keyOf("partner"))).toBe(200);
    expect(await ask("metered", "GET", "/file/a/b.txt")).toMatchObject({ status: 200 });
  });

  test("throttles each key by itself", async () => {
    const [partner, reseller] = [await keyOf("partner"), await keyOf("reseller")];

    expect([await report(partner), await report(partner)]).toEqual([200, 200]);
    expect(await report(partner)).toBe("429 Too Many Requests");
    expect(await report(reseller)).toBe(200);
    await cloud.advance("1s");
    expect(await report(partner)).toBe(200);
  });

  test("has so many requests per day for a key", async () => {
    const partner = await keyOf("partner");
    for (let count = 0; count < 4; count++) {
      expect(await report(partner)).toBe(200);
      await cloud.advance("1s");
    }

    expect(await report(partner)).toBe("429 Limit Exceeded");
    await cloud.advance("1d");
    expect(await report(partner)).toBe(200);
  });
});

describe("a REST API", () => {
  test("throttles each route of the stage", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 7; count++) {
      statuses.push((await ask("metered", "GET", `/file/${count}`)).status);
    }

    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });

  test("answers a body that its model does not allow before the function", async () => {
    const quote = async (body: unknown) => {
      const headers = { "content-type": "application/json" };
      const answer = await ask("metered", "POST", "/quote", { headers, body: JSON.stringify(body) });
      await cloud.advance("1s");
      return `${answer.status} ${answer.headers["content-type"]}`;
    };

    expect(await quote({ quantity: 1 })).toBe("200 application/json");
    for (const body of [{ quantity: 0 }, { quantity: "1" }, {}, []]) {
      expect(await quote(body)).toBe("400 application/problem+json");
    }
  });

  test("hands on what a greedy parameter took", async () => {
    expect(await ask("metered", "GET", "/file/a/b.txt")).toMatchObject({
      body: { route: "GET /file/{name+}", parameters: { name: "a/b.txt" } },
    });
  });

  test("takes an access token with one of the scopes, and no other token", async () => {
    const ada = await new Members(cloud).signIn("ada");
    expect(await ask("metered", "GET", "/profile", bearer(ada.accessToken))).toMatchObject({
      status: 200,
      body: { claims: { username: "ada", scope: "aws.cognito.signin.user.admin" } },
    });
    expect(await ask("metered", "GET", "/profile", bearer(ada.idToken))).toMatchObject({ status: 401 });
    expect(await ask("metered", "GET", "/book", bearer(ada.accessToken))).toMatchObject({ status: 403 });
    expect(await ask("metered", "GET", "/profile")).toMatchObject({ status: 401 });
  });

  test("lets pages of its origin call", async () => {
    const preflight = await ask("metered", "OPTIONS", "/quote", {
      headers: { origin: "https://shop.example.com", "access-control-request-method": "POST" },
    });
    const refused = await ask("metered", "GET", "/report/2026");

    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "https://shop.example.com",
      "access-control-allow-headers": expect.stringContaining("x-api-key"),
    });
    expect(refused.headers).toMatchObject({ "access-control-allow-origin": "https://shop.example.com" });
  });
});

describe("an HTTP API", () => {
  test("answers its routes alone, with their parameters", async () => {
    expect(await ask("http", "GET", "/")).toMatchObject({ status: 200, body: { route: "GET /" } });
    expect(await ask("http", "GET", "/file/a/b.txt")).toMatchObject({
      status: 200,
      body: { route: "GET /file/{name+}", parameters: { name: "a/b.txt" } },
    });
    expect(await ask("http", "POST", "/")).toMatchObject({ status: 404 });
  });

  test("takes tokens of its issuer for its audience", async () => {
    const ada = await new Members(cloud).signIn("ada");
    const elsewhere = await new Members(cloud).signIn("eve", "other");

    expect(await ask("http", "GET", "/member/7", bearer(ada.idToken))).toMatchObject({
      status: 200,
      body: { route: "GET /member/{id}", parameters: { id: "7" }, claims: { "cognito:username": "ada" } },
    });
    expect(await ask("http", "GET", "/member/7", bearer(elsewhere.idToken))).toMatchObject({ status: 401 });
    await cloud.advance("1s");
    expect(await ask("http", "GET", "/member/7")).toMatchObject({ status: 401 });
  });

  test("takes tokens until they expire", async () => {
    const ada = await new Members(cloud).signIn("ada");
    const status = async () => (await ask("http", "GET", "/member/7", bearer(ada.idToken))).status;

    await cloud.advance("299s");
    expect(await status()).toBe(200);
    await cloud.advance("2s");
    expect(await status()).toBe(401);
  });

  test("asks for one of the scopes of a route", async () => {
    const ada = await new Members(cloud).signIn("ada");
    expect(await ask("http", "PATCH", "/profile", bearer(ada.accessToken))).toMatchObject({ status: 200 });
    expect(await ask("http", "PATCH", "/profile", bearer(ada.idToken))).toMatchObject({ status: 403 });
    expect(await ask("http", "GET", "/book", bearer(ada.accessToken))).toMatchObject({ status: 403 });
  });

  test("lets pages of each origin call, and of no other", async () => {
    const allowed = async (origin: string) =>
      (await ask("http", "GET", "/file/a", { headers: { origin } })).headers["access-control-allow-origin"];
    const preflight = await ask("http", "OPTIONS", "/profile", {
      headers: { origin: "http://localhost:3000", "access-control-request-method": "PATCH" },
    });

    expect(await allowed("https://shop.example.com")).toBe("https://shop.example.com");
    expect(await allowed("https://evil.example.com")).toBeUndefined();
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "http://localhost:3000",
      "access-control-allow-methods": "GET,PATCH",
      "access-control-max-age": "3600",
    });
  });

  test("throttles by the limits of its stage", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await ask("http", "GET", "/")).status);
    await cloud.advance("1s");
    statuses.push((await ask("http", "GET", "/")).status);

    expect(statuses).toEqual([200, 200, 429, 200]);
  });
});
