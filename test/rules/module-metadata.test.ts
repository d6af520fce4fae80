import { App, TerraformStack } from "cdktf";
import { HttpApi } from "../../modules/api-lambda";
import { EnvironmentContext } from "../../modules/environment-context";
import { Queue } from "../../modules/queue";
import { QueueConsumer } from "../../modules/queue-consumer";
import { TopicQueueChain } from "../../modules/topic-queue-chain";
import { SECONDS_PER_MESSAGE_METADATA } from "../../rules/batch-time";
import { WAIVER_METADATA } from "../../rules/waiver";
import { sampleFunction, TEST_ENVIRONMENT, useSampleHandlers } from "../modules/synthesis";

useSampleHandlers();

function stack(): TerraformStack {
  const made = new TerraformStack(new App(), "test-shop");
  EnvironmentContext.provide(made, TEST_ENVIRONMENT);
  return made;
}

// Modules do not import the rules, so nothing but this keeps their words for metadata the same.
describe("what modules state for the rules", () => {
  it("the reason of an open route waives public-route", () => {
    const scope = stack();

    const api = new HttpApi(scope, "api", {
      service: "sample",
      name: "api",
      handler: sampleFunction(scope),
      routes: [{ method: "GET", path: "/", auth: "none", reason: "Anyone may look." }],
    });

    expect(api.node.findChild("route-get-root").node.metadata).toContainEqual(
      expect.objectContaining({
        type: WAIVER_METADATA,
        data: { rule: "public-route", reason: "Anyone may look." },
      }),
    );
  });

  it("the seconds per message of a consumer reach batch-time", () => {
    const scope = stack();
    const queue = new Queue(scope, "queue", { service: "sample", name: "work" });

    const consumer = new QueueConsumer(scope, "consumer", {
      queue,
      consumer: sampleFunction(scope),
      secondsPerMessage: 1,
    });

    expect(consumer.node.findChild("mapping").node.metadata).toContainEqual(
      expect.objectContaining({ type: SECONDS_PER_MESSAGE_METADATA, data: 1 }),
    );
  });

  it("so do those of a chain", () => {
    const scope = stack();

    const chain = new TopicQueueChain(scope, "chain", {
      service: "sample",
      name: "work",
      source: { topicArn: "arn:aws:sns:eu-central-1:111122223333:test-sample-topic" },
      consumer: sampleFunction(scope),
      secondsPerMessage: 1,
    });

    expect(chain.node.findChild("consumer").node.findChild("mapping").node.metadata).toContainEqual(
      expect.objectContaining({ type: SECONDS_PER_MESSAGE_METADATA, data: 1 }),
    );
  });
});
