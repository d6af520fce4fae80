import { gatewayHarness } from "../apigateway/gateway-harness";
import { RestFixture } from "../apigateway/rest-fixture";
import { eventsHarness } from "../events-harness";
import { OPEN_POLICY } from "../open-policy";
import { snsHarness, TOPIC_ARN } from "../sns-harness";
import { sqsHarness } from "../sqs-harness";

const [OPEN] = OPEN_POLICY.Statement;
const policyOf = (change: object): string =>
  JSON.stringify({ ...OPEN_POLICY, Statement: { ...OPEN, ...change } });
const NOBODY = policyOf({ Principal: undefined });

/** Each service has an answer of its own for what IAM finds wrong. */
describe("a malformed policy", () => {
  test("of a queue is refused", async () => {
    const { create } = sqsHarness();

    await expect(create("dev-orders", { Policy: NOBODY })).rejects.toMatchObject({
      code: "InvalidAttributeValue",
      message: "Invalid value for the parameter Policy. Reason: Missing required field Principal",
    });
  });

  test("of a topic is refused", async () => {
    const { call } = await snsHarness();
    const input = { TopicArn: TOPIC_ARN, AttributeName: "Policy", AttributeValue: NOBODY };

    await expect(call("SetTopicAttributes", input)).rejects.toMatchObject({
      code: "InvalidParameter",
      message: "Invalid parameter: Policy Error: null. Reason: Missing required field Principal",
    });
  });

  test("of an event bus is refused", async () => {
    const { provision } = await eventsHarness();

    await expect(
      provision("aws_cloudwatch_event_bus_policy", { event_bus_name: "dev-shop", policy: NOBODY }),
    ).rejects.toMatchObject({
      code: "MalformedPolicyDocument",
      message: "the policy of event bus dev-shop: Missing required field Principal",
    });
  });

  test.each([
    [
      { Principal: undefined },
      "Invalid policy document. Please check the policy syntax and ensure that Principals are valid. Reason: Missing required field Principal",
    ],
    [
      { Resource: "execute-api:/*" },
      "the local cloud does not complete the resource execute-api:/* of an API's policy; write * or the whole ARN",
    ],
  ])("of an API is refused: %j", async (change, message) => {
    const cloud = gatewayHarness();
    const { id } = await RestFixture.create(cloud);
    const policy = policyOf(change);

    await expect(RestFixture.create(cloud, { policy })).rejects.toThrow(message);
    await expect(
      cloud.apply("aws_api_gateway_rest_api_policy", "p", { rest_api_id: id, policy }),
    ).rejects.toThrow(message);
  });
});
