import type { PolicyDocument } from "../../../local/kernel/policy";
import { gatewayHarness, json } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";

const ROLE = "arn:aws:iam::000000000000:role/dev-caller";

function signature(accessKey: string): Record<string, string> {
  const scope = `${accessKey}/20260101/eu-central-1/execute-api/aws4_request`;
  return {
    Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=00`,
  };
}

describe("AWS_IAM", () => {
  async function iamApi(denial: (action: string, resource: string) => string | undefined) {
    const cloud = gatewayHarness({
      authorizer: { denial: (_principal, { action, resource }) => denial(action, resource) },
    });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product/{id}", method: "GET", settings: { authorization: "AWS_IAM" } });
    return { cloud, api, url: await api.deploy() };
  }

  test("lets a role in that may invoke the method, and shows it to the function", async () => {
    const asked: string[] = [];
    const { cloud, api, url } = await iamApi((action, resource) => {
      asked.push(`${action} ${resource}`);
      return undefined;
    });
    const session = cloud.kernel.sessions.issue(ROLE, "test");

    const response = await cloud.request("GET", `${url}/product/7`, {
      headers: signature(session.accessKeyId),
    });

    expect(response.status).toBe(200);
    expect(asked[0]).toBe(
      `execute-api:Invoke arn:aws:execute-api:eu-central-1:000000000000:${api.id}/dev/GET/product/7`,
    );
    expect(cloud.lambda.event.requestContext.identity).toMatchObject({
      accountId: "000000000000",
      accessKey: session.accessKeyId,
      userArn: "arn:aws:sts::000000000000:assumed-role/dev-caller/test",
    });
  });

  test("refuses a role that may not", async () => {
    const { cloud, api, url } = await iamApi((action) =>
      action === "execute-api:Invoke" ? "no statement allows execute-api:Invoke" : undefined,
    );
    const session = cloud.kernel.sessions.issue(ROLE, "test");

    const response = await cloud.request("GET", `${url}/product/7`, {
      headers: signature(session.accessKeyId),
    });

    expect(response).toMatchObject({
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
    });
    expect(json(response)).toEqual({
      Message:
        "User: arn:aws:sts::000000000000:assumed-role/dev-caller/test is not authorized to perform: " +
        `execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:000000000000:${api.id}/dev/GET/product/7`,
    });
    expect(cloud.logLines).toContain("denied: no statement allows execute-api:Invoke");
  });

  test("takes credentials that are not of this cloud as the operator's", async () => {
    const { cloud, url } = await iamApi(() => "never");

    // The function's policy is not asked for the operator either, only for API Gateway: hence 500 and not 403.
    expect(await cloud.request("GET", `${url}/product/7`, { headers: signature("AKIATEST") })).toMatchObject({
      status: 500,
    });
  });

  test("refuses a request without a signature", async () => {
    const { cloud, url } = await iamApi(() => undefined);

    expect(await cloud.request("GET", `${url}/product/7`)).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    });
  });
});

describe("a resource policy", () => {
  const policy: PolicyDocument = {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "*",
    },
  };

  test("is asked for callers that nobody knows", async () => {
    const seen: unknown[] = [];
    const cloud = gatewayHarness({
      authorizer: {
        denial: (principal, { action, context }, resourcePolicy) => {
          if (action !== "execute-api:Invoke") return undefined;
          seen.push({ principal, context, resourcePolicy });
          return context?.["aws:SourceIp"] === "203.0.113.7" ? "this address is denied" : undefined;
        },
      },
    });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    await cloud.apply("aws_api_gateway_rest_api_policy", "policy", {
      rest_api_id: api.id,
      policy: JSON.stringify(policy),
    });
    const url = await api.deploy();

    const response = await cloud.request("GET", `${url}/product`);

    expect(response.status).toBe(403);
    expect(response.body).toContain(
      '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke',
    );
    expect(seen).toEqual([
      {
        principal: { type: "anonymous" },
        context: { "aws:SourceIp": "203.0.113.7" },
        resourcePolicy: policy,
      },
    ]);
  });

  test("is asked no more once the API has lost it", async () => {
    const cloud = gatewayHarness({
      authorizer: { denial: (_who, { action }) => (action === "execute-api:Invoke" ? "denied" : undefined) },
    });
    const api = await RestFixture.create(cloud, { policy: JSON.stringify(policy) });
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy();

    expect(await cloud.request("GET", `${url}/product`)).toMatchObject({ status: 403 });
    await RestFixture.create(cloud);
    expect(await cloud.request("GET", `${url}/product`)).toMatchObject({ status: 200 });
  });
});
