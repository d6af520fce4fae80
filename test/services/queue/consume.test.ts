import type { SQSBatchResponse } from "aws-lambda";
import * as z from "zod";
import { eventMetadata } from "../../../services/contracts/metadata";
import { consumeQueue } from "../../../services/queue/consume";
import { readMessage, UnreadableMessage } from "../../../services/queue/message";
import { lambdaContext } from "../support/lambda-context";
import { RecordingLogger } from "../support/recording-logger";
import { sqsEvent, sqsRecord } from "../support/sqs-event";

const schema = z.object({ metadata: eventMetadata, data: z.object({ name: z.string() }) });

function body(name: string): string {
  const occurredAt = "2025-03-14T09:26:53.589Z";
  return JSON.stringify({
    metadata: { eventId: `e-${name}`, correlationId: `c-${name}`, occurredAt, version: 1 },
    data: { name },
  });
}

/** A consumer that keeps names, a while after it was asked to, and fails for names that start with bad. */
function consumer() {
  const logger = new RecordingLogger();
  const kept: string[] = [];
  const handler = consumeQueue({
    logger,
    read: (record) => readMessage(record, schema),
    handle: async ({ data: { name } }) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (name.startsWith("bad")) throw new Error("the table is gone");
      kept.push(name);
      return "kept";
    },
  });
  return { handler, logger, kept };
}

const messages = (...bodies: string[]) =>
  sqsEvent(
    "dev-test",
    bodies.map((text, at) => ({ id: `m-${at}`, body: text, receiveCount: 2 })),
  );

/** The messages that stay in the queue; the order of the report means nothing. */
function failedIds({ batchItemFailures }: SQSBatchResponse): string[] {
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
}

test("answers only when every message of the batch is worked", async () => {
  const { handler, kept } = consumer();

  const answer = await handler(messages(body("a"), body("b"), body("c")), lambdaContext);

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(kept).toEqual(["a", "b", "c"]);
});

test("reports exactly the messages that failed", async () => {
  const { handler, kept } = consumer();

  const answer = await handler(
    messages(body("a"), body("bad"), "{", '{"metadata":{}}', body("b")),
    lambdaContext,
  );

  expect(failedIds(answer)).toEqual(["m-1", "m-2", "m-3"]);
  expect(kept).toEqual(["a", "b"]);
});

test("reports message by message even if all fail", async () => {
  const { handler } = consumer();

  const answer = await handler(messages(body("bad"), "{"), lambdaContext);

  expect(failedIds(answer)).toEqual(["m-0", "m-1"]);
});

test("an environment that is used again starts with a clean slate", async () => {
  const { handler } = consumer();

  await handler(messages(body("bad")), lambdaContext);

  expect(await handler(messages(body("a")), lambdaContext)).toEqual({ batchItemFailures: [] });
});

test("logs outcome and correlation id of every message", async () => {
  const { handler, logger } = consumer();

  await handler(messages(body("a"), body("bad")), lambdaContext);

  expect(logger.lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: "INFO", outcome: "kept", message_id: "m-0", correlation_id: "c-a" }),
    expect.objectContaining({
      level: "ERROR",
      message_id: "m-1",
      correlation_id: "c-bad",
      receive_count: "2",
      error: expect.objectContaining({ message: "the table is gone" }),
    }),
  ]);
});

test.each([
  ["no JSON", '{"cardInfo":"4111111111111111"', "the body is not JSON"],
  [
    "JSON of another shape",
    '{"metadata":{"eventId":"4111111111111111"},"data":{"name":4111111111111111}}',
    "wrong fields: metadata.correlationId (invalid_type)",
  ],
])("a message with %s is unreadable, and neither error nor log quotes it", async (_name, text, reason) => {
  const { handler, logger } = consumer();

  await handler(messages(text), lambdaContext);

  expect(() => readMessage(sqsRecord("dev-test", { id: "m-9", body: text }), schema)).toThrow(
    UnreadableMessage,
  );
  expect(() => readMessage(sqsRecord("dev-test", { id: "m-9", body: text }), schema)).toThrow(
    `Message m-9 cannot be read: ${reason}`,
  );
  expect(logger.text).toContain("UnreadableMessage");
  expect(logger.text).not.toContain("4111");
});
