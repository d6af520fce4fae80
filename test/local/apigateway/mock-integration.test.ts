import { gatewayHarness, type Harness } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";

const CORS = "method.response.header.Access-Control-Allow-";

/** OPTIONS /product as stacks define a preflight. */
async function preflightApi(
  cloud: Harness,
  changes: { readonly requestTemplate?: string; readonly mapped?: object } = {},
) {
  const api = await RestFixture.create(cloud);
  await api.method({
    path: "/product",
    method: "OPTIONS",
    integration: {
      type: "MOCK",
      integration_http_method: undefined,
      uri: undefined,
      request_templates: { "application/json": changes.requestTemplate ?? '{"statusCode": 204}' },
    },
  });
  const place = { rest_api_id: api.id, resource_id: await api.resource("/product"), http_method: "OPTIONS" };
  await cloud.apply("aws_api_gateway_method_response", "preflight", {
    ...place,
    status_code: "204",
    response_parameters: { [`${CORS}Origin`]: true, [`${CORS}Methods`]: true },
  });
  await cloud.apply("aws_api_gateway_integration_response", "preflight", {
    ...place,
    status_code: "204",
    response_parameters: { [`${CORS}Origin`]: "'https://shop.test'", ...changes.mapped },
  });
  return api;
}

describe("a MOCK integration", () => {
  test("answers a preflight without a function", async () => {
    const cloud = gatewayHarness();
    const api = await preflightApi(cloud, { mapped: { [`${CORS}Methods`]: "'GET,POST'" } });

    const response = await cloud.request("OPTIONS", `${await api.deploy()}/product`, {
      headers: { Origin: "https://shop.test", "Access-Control-Request-Method": "POST" },
    });

    expect(response).toMatchObject({
      status: 204,
      headers: {
        "access-control-allow-origin": "https://shop.test",
        "access-control-allow-methods": "GET,POST",
      },
      body: "",
    });
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test("chooses its response by the status of the request template", async () => {
    const cloud = gatewayHarness();
    const api = await preflightApi(cloud, { requestTemplate: '{"statusCode": 418}' });
    const place = {
      rest_api_id: api.id,
      resource_id: await api.resource("/product"),
      http_method: "OPTIONS",
    };
    await cloud.apply("aws_api_gateway_method_response", "teapot", { ...place, status_code: "418" });
    await cloud.apply("aws_api_gateway_integration_response", "teapot", {
      ...place,
      status_code: "418",
      selection_pattern: "4\\d\\d",
      response_templates: { "application/json": '{"path":"$context.resourcePath"}' },
    });

    const response = await cloud.request("OPTIONS", `${await api.deploy()}/product`);

    expect(response).toMatchObject({ status: 418, body: '{"path":"/product"}' });
  });

  test("without a status is 500", async () => {
    const cloud = gatewayHarness();
    const api = await preflightApi(cloud, { requestTemplate: "{}" });

    expect(await cloud.request("OPTIONS", `${await api.deploy()}/product`)).toMatchObject({ status: 500 });
  });

  test("that maps a header which the method does not declare is refused", async () => {
    const cloud = gatewayHarness();
    const api = await preflightApi(cloud, { mapped: { [`${CORS}Headers`]: "'*'" } });

    await expect(api.deploy()).rejects.toThrow(
      `Invalid mapping expression parameter specified: ${CORS}Headers`,
    );
  });

  test("with directives in its template is refused as not modelled", async () => {
    const cloud = gatewayHarness();
    const api = await preflightApi(cloud, { requestTemplate: '#set($a = 1){"statusCode": 200}' });

    await expect(api.deploy()).rejects.toThrow("runs no mapping template");
  });
});
