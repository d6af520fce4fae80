import type { AccessRequest } from "../../local/kernel/policy";
import { sqs } from "../../local/services/sqs/index";
import { lambdaCloud } from "./lambda-cloud";

/** What makes a mapping take partial failures. */
export const REPORTS = { function_response_types: ["ReportBatchItemFailures"] };

/** A cloud with the queue `dev-orders`, and what a test needs to put a consumer behind it. */
export async function consumerCloud() {
  /** Actions that the function's role lacks. */
  const lacking = new Set<string>();
  const cloud = lambdaCloud([sqs], {
    authorizer: {
      denial: (_principal, { action }: AccessRequest) =>
        lacking.has(action) ? `the role lacks ${action}` : undefined,
    },
  });

  const makeQueue = async (name: string, more: object = {}) => {
    const attributes = await cloud.provision("aws_sqs_queue", {
      name,
      visibility_timeout_seconds: 60,
      ...more,
    });
    return { url: String(attributes["url"]), arn: String(attributes["arn"]) };
  };

  let queue = await makeQueue("dev-orders");

  return {
    ...cloud,
    lacking,
    makeQueue,
    /** The queue that `map`, `send` and `counts` mean. */
    get queue() {
      return queue;
    },
    set queue(other: { url: string; arn: string }) {
      queue = other;
    },
    /** Deploys a consumer that logs the bodies of each batch, then does what `body` says. */
    makeConsumer: (body: string, more: object = {}) =>
      cloud.deploy(
        "dev-consumer",
        `export const handler = async (event) => {
          const bodies = event.Records.map((record) => record.body);
          process.stdout.write(JSON.stringify(bodies) + "\\n");
          ${body}
        };`,
        { timeout: 10, ...more },
      ),
    map(more: object = {}, source = queue.arn) {
      return cloud.provision("aws_lambda_event_source_mapping", {
        event_source_arn: source,
        function_name: "dev-consumer",
        ...more,
      });
    },
    async send(...bodies: string[]) {
      for (const MessageBody of bodies) {
        await cloud.call("sqs", "SendMessage", { QueueUrl: queue.url, MessageBody });
      }
    },
    /** The batches that the consumer got, in order. */
    batches: async () =>
      (await cloud.logsOf("dev-consumer"))
        .filter(({ message }) => message.startsWith("["))
        .map(({ message }) => JSON.parse(message)),
    /** How many messages are visible and in flight. */
    async counts(url = queue.url) {
      const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(
        "sqs",
        "GetQueueAttributes",
        { QueueUrl: url, AttributeNames: ["All"] },
      );
      return [
        Number(Attributes["ApproximateNumberOfMessages"]),
        Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
      ];
    },
  };
}

export type ConsumerCloud = Awaited<ReturnType<typeof consumerCloud>>;
