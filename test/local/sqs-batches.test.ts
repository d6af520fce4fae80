import { errorOf, sqsHarness } from "./sqs-harness";

const OPERATIONS = ["SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"];

describe.each(OPERATIONS)("%s", (operation) => {
  const entries = (ids: readonly string[]) =>
    ids.map((Id) => ({ Id, MessageBody: "x", ReceiptHandle: "x", VisibilityTimeout: 1 }));

  it.each<[string, readonly string[], string, string]>([
    [
      "no entries",
      [],
      "EmptyBatchRequest",
      `There should be at least one ${operation}RequestEntry in the request.`,
    ],
    [
      "eleven entries",
      [..."abcdefghijk"],
      "TooManyEntriesInBatchRequest",
      "Maximum number of entries per request are 10. You have sent 11.",
    ],
    ["an id twice", ["a", "b", "a"], "BatchEntryIdsNotDistinct", "Id a repeated."],
    [
      "an id with a colon",
      ["a:b"],
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    ],
    [
      "an id of 81 letters",
      ["a".repeat(81)],
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    ],
  ])("refuses %s", async (_name, ids, code, message) => {
    const { create, call } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(call(operation, { QueueUrl: url, Entries: entries(ids) }))).toEqual({
      code,
      message,
    });
  });
});

describe("SendMessageBatch", () => {
  it("sends what is good and names what is not", async () => {
    const { create, call, service } = sqsHarness();
    const url = await create("q");

    const result = await call("SendMessageBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "good", MessageBody: "msg" },
        { Id: "bad", MessageBody: "msg", DelaySeconds: 901 },
        { Id: "empty" },
      ],
    });

    expect(result).toEqual({
      Successful: [
        { Id: "good", MessageId: expect.any(String), MD5OfMessageBody: "6e2baaf3b97dbeef01c0043275f9a0e7" },
      ],
      Failed: [
        {
          Id: "bad",
          SenderFault: true,
          Code: "InvalidParameterValue",
          Message:
            "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
        },
        {
          Id: "empty",
          SenderFault: true,
          Code: "MissingParameter",
          Message: "The request must contain the parameter MessageBody.",
        },
      ],
    });
    expect(service.inspect("q")?.messages).toHaveLength(1);
  });

  it("takes 1 MiB in all and refuses the whole batch beyond it", async () => {
    const { create, call, service } = sqsHarness();
    const url = await create("q");
    const batch = (size: number) =>
      call("SendMessageBatch", {
        QueueUrl: url,
        Entries: [
          { Id: "1", MessageBody: "x".repeat(1_000_000) },
          { Id: "2", MessageBody: "x".repeat(size) },
        ],
      });

    expect(await errorOf(batch(48_577))).toEqual({
      code: "BatchRequestTooLong",
      message: "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    });
    expect(service.inspect("q")?.messages).toEqual([]);
    expect(await errorOf(batch(48_576))).toBeUndefined();
  });
});

describe("DeleteMessageBatch", () => {
  it("deletes by good handles and names the others", async () => {
    const { create, send, receive, call, service } = sqsHarness();
    const url = await create("q");
    await send(url, "a");
    const [message] = await receive(url);

    const result = await call("DeleteMessageBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "good", ReceiptHandle: message?.ReceiptHandle },
        { Id: "bad", ReceiptHandle: "nonsense" },
      ],
    });

    expect(result).toEqual({
      Successful: [{ Id: "good" }],
      Failed: [
        {
          Id: "bad",
          SenderFault: true,
          Code: "ReceiptHandleIsInvalid",
          Message: 'The input receipt handle "nonsense" is not a valid receipt handle.',
        },
      ],
    });
    expect(service.inspect("q")?.messages).toEqual([]);
  });
});

describe("ChangeMessageVisibilityBatch", () => {
  it("shows messages again and names the entries that are wrong", async () => {
    const { create, send, receive, call } = sqsHarness();
    const url = await create("q");
    await send(url, "a");
    const [message] = await receive(url);

    const result = await call("ChangeMessageVisibilityBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "good", ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 },
        { Id: "bad", ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: -1 },
      ],
    });

    expect(result).toMatchObject({
      Successful: [{ Id: "good" }],
      Failed: [{ Id: "bad", SenderFault: true }],
    });
    expect(await receive(url)).toHaveLength(1);
  });
});
