import { AwsError } from "../../../local/kernel/errors";
import { gatewayHarness, type Harness, json, type RequestOptions } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";

const PRODUCT_SCHEMA = {
  $schema: "http://json-schema.org/draft-04/schema#",
  type: "object",
  required: ["name", "price"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 5, pattern: "^[a-z]*$" },
    price: { type: "integer", minimum: 0, exclusiveMinimum: true, maximum: 100 },
    kind: { enum: ["a", "b"] },
    tags: { type: "array", minItems: 1, maxItems: 2, uniqueItems: true, items: { type: "string" } },
  },
};

interface GatewayResponse {
  readonly response_type: string;
  readonly [argument: string]: unknown;
}

/** An API that validates what is posted to /product. */
async function validatingApi(cloud: Harness, responses: readonly GatewayResponse[] = [], parameters = {}) {
  const api = await RestFixture.create(cloud);
  const place = { rest_api_id: api.id };
  const validator = await cloud.apply("aws_api_gateway_request_validator", "all", {
    ...place,
    name: "all",
    validate_request_body: true,
    validate_request_parameters: true,
  });
  await cloud.apply("aws_api_gateway_model", "product", {
    ...place,
    name: "Product",
    content_type: "application/json",
    schema: JSON.stringify(PRODUCT_SCHEMA),
  });
  for (const response of responses) {
    await cloud.apply("aws_api_gateway_gateway_response", response.response_type, { ...place, ...response });
  }
  const settings = {
    request_validator_id: validator["id"],
    request_models: { "application/json": "Product" },
    request_parameters: parameters,
  };
  await api.method({ path: "/product/{id}", method: "POST", settings });
  const url = await api.deploy({ variables: { team: "shop" } });
  return (options: RequestOptions = {}, query = "") =>
    cloud.request("POST", `${url}/product/7${query}`, options);
}

describe("request validation", () => {
  test("lets a valid body through", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud);

    expect(await post({ body: '{"name":"tea","price":5}' })).toMatchObject({ status: 200 });
  });

  test("answers an invalid body with AWS's text", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud);

    const response = await post({ body: '{"name":"tea"}' });

    expect(response).toMatchObject({ status: 400, headers: { "x-amzn-errortype": "BadRequestException" } });
    expect(json(response)).toEqual({ message: "Invalid request body" });
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test.each([
    ["", '[object has missing required properties (["name","price"])]'],
    ["{", "[Unknown error parsing request body]"],
    ["[]", '[instance type (array) does not match any allowed primitive type (allowed: ["object"])]'],
    [
      '{"name":"tea","price":"5"}',
      '[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
    ],
    ['{"name":"","price":5}', '[string "" is too short (length: 0, required minimum: 1)]'],
    ['{"name":"coffee","price":5}', '[string "coffee" is too long (length: 6, maximum allowed: 5)]'],
    ['{"name":"T","price":5}', '[ECMA 262 regex "^[a-z]*$" does not match input string "T"]'],
    ['{"name":"tea","price":0}', "[numeric instance is not strictly greater than the required minimum 0]"],
    [
      '{"name":"tea","price":101}',
      "[numeric instance is greater than the required maximum (maximum: 100, found: 101)]",
    ],
    [
      '{"name":"tea","price":5,"z":1,"y":2}',
      '[object instance has properties which are not allowed by the schema: ["y","z"]]',
    ],
    [
      '{"name":"tea","price":5,"kind":"c"}',
      '[instance value ("c") not found in enum (possible values: ["a","b"])]',
    ],
    [
      '{"name":"tea","price":5,"tags":[]}',
      "[array is too short: must have at least 1 elements but instance has 0 elements]",
    ],
    ['{"name":"tea","price":5,"tags":["a","a"]}', "[array must not contain duplicate elements]"],
    [
      '{"price":"5"}',
      '[object has missing required properties (["name"]), instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
    ],
  ])("says of %s what is wrong", async (body, text) => {
    const cloud = gatewayHarness();
    const template = '{"detail":"$context.error.validationErrorString"}';
    const post = await validatingApi(cloud, [
      { response_type: "BAD_REQUEST_BODY", response_templates: { "application/json": template } },
    ]);

    expect(json(await post({ body }))).toEqual({ detail: text });
  });

  test("leaves bodies of other types alone", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud);

    expect(await post({ body: "x", headers: { "Content-Type": "text/plain" } })).toMatchObject({
      status: 200,
    });
    expect(
      await post({ body: "x", headers: { "Content-Type": "application/json; charset=utf-8" } }),
    ).toMatchObject({ status: 400 });
  });

  test("asks for required parameters", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud, [], {
      "method.request.querystring.page": true,
      "method.request.header.X-Tenant": true,
      "method.request.path.id": true,
      "method.request.querystring.size": false,
    });
    const body = '{"name":"tea","price":5}';

    expect(json(await post({ body }))).toEqual({
      message: "Missing required request parameters: [page, X-Tenant]",
    });
    expect(await post({ body, headers: { "x-tenant": "a" } }, "?page=1")).toMatchObject({ status: 200 });
  });

  test("takes a model that refers to another", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    const models = `https://apigateway.amazonaws.com/restapis/${api.id}/models`;
    const model = (name: string, schema: unknown) =>
      cloud.apply("aws_api_gateway_model", name, {
        rest_api_id: api.id,
        name,
        content_type: "application/json",
        schema: JSON.stringify(schema),
      });
    await model("List", { type: "array", items: { $ref: `${models}/Item` } });
    await model("Item", { type: "integer" });
    const validator = await cloud.apply("aws_api_gateway_request_validator", "body", {
      rest_api_id: api.id,
      name: "body",
      validate_request_body: true,
    });
    const settings = {
      request_validator_id: validator["id"],
      request_models: { "application/json": "List" },
    };
    await api.method({ path: "/list", method: "POST", settings });
    const url = await api.deploy();

    expect(await cloud.request("POST", `${url}/list`, { body: "[1,2]" })).toMatchObject({ status: 200 });
    expect(await cloud.request("POST", `${url}/list`, { body: '["a"]' })).toMatchObject({ status: 400 });
  });

  test("refuses a schema that is none when the stage is made", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await cloud.apply("aws_api_gateway_model", "bad", {
      rest_api_id: api.id,
      name: "Bad",
      content_type: "application/json",
      schema: '{"type":"nonsense"}',
    });
    await api.method({ path: "/", method: "GET" });

    await expect(api.deploy()).rejects.toThrow(/Invalid model schema specified: Bad/);
  });
});

describe("gateway responses", () => {
  test("set status, headers and body from variables", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud, [
      {
        response_type: "BAD_REQUEST_BODY",
        status_code: "422",
        response_parameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.X-Request": "context.requestId",
          "gatewayresponse.header.X-Tenant": "method.request.header.X-Tenant",
          "gatewayresponse.header.X-Absent": "method.request.querystring.absent",
          "gatewayresponse.header.X-Team": "stageVariables.team",
        },
        response_templates: {
          "application/problem+json": JSON.stringify({
            title: "$context.error.message",
            type: "$context.error.responseType",
            detail: "$context.error.validationErrorString",
            instance: "$context.path",
            team: "$stageVariables.team",
            tenant: "$method.request.header.X-Tenant",
            id: "$method.request.path.id",
          }),
        },
      },
    ]);

    const response = await post({ body: '{"name":"tea"}', headers: { "X-Tenant": 'a"b' } });

    expect(response).toMatchObject({
      status: 422,
      headers: {
        "content-type": "application/problem+json",
        "access-control-allow-origin": "*",
        "x-request": response.headers["x-amzn-requestid"],
        "x-tenant": 'a"b',
        "x-team": "shop",
      },
    });
    expect(response.headers).not.toHaveProperty("x-absent");
    expect(json(response)).toEqual({
      title: "Invalid request body",
      type: "BAD_REQUEST_BODY",
      detail: '[object has missing required properties (["price"])]',
      instance: "/dev/product/7",
      team: "shop",
      tenant: 'a"b',
      id: "7",
    });
  });

  test("of DEFAULT_4XX stand in for types without their own, and messageString is quoted", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud, [
      {
        response_type: "DEFAULT_4XX",
        response_templates: { "application/json": '{"error":$context.error.messageString}' },
      },
    ]);

    const response = await post({ body: "{}" });

    expect(response.status).toBe(400);
    expect(response.body).toBe('{"error":"Invalid request body"}');
  });

  test("of DEFAULT_5XX keep the status of a malformed response", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = "not an object";
    const post = await validatingApi(cloud, [
      { response_type: "DEFAULT_5XX", response_templates: { "text/plain": "sorry" } },
    ]);

    const response = await post({ body: '{"name":"tea","price":5}' });

    expect(response).toMatchObject({ status: 502, headers: { "content-type": "text/plain" }, body: "sorry" });
  });

  test("do not change the answer to a request that is too large, as on AWS", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.refusal = new AwsError("RequestTooLargeException", "Request must be smaller", 413);
    const custom = { response_templates: { "text/plain": "sorry" }, status_code: "400" };
    const post = await validatingApi(cloud, [
      { response_type: "REQUEST_TOO_LARGE", ...custom },
      { response_type: "DEFAULT_4XX", ...custom },
    ]);

    expect(await post({ body: '{"name":"tea","price":5}' })).toMatchObject({
      status: 413,
      body: '{"message":"Request Too Long"}',
    });
  });

  test("choose among templates by the Accept header", async () => {
    const cloud = gatewayHarness();
    const post = await validatingApi(cloud, [
      {
        response_type: "BAD_REQUEST_BODY",
        response_templates: { "application/json": "{}", "text/html": "<p>bad</p>" },
      },
    ]);

    expect(await post({ headers: { Accept: "text/html,*/*;q=0.8" } })).toMatchObject({ body: "<p>bad</p>" });
    expect(await post({ headers: { Accept: "*/*" } })).toMatchObject({ body: "{}" });
  });

  test("with an unknown variable are refused by name", async () => {
    const cloud = gatewayHarness();
    const template = { "application/json": '{"a":"$context.error.mesage"}' };

    await expect(
      validatingApi(cloud, [{ response_type: "THROTTLED", response_templates: template }]),
    ).rejects.toThrow("$context.error.mesage is not a variable that the local cloud knows");
  });
});
