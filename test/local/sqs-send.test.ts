import { errorOf, sqsHarness } from "./sqs-harness";

const text = (StringValue: string) => ({ DataType: "String", StringValue });

/** Attributes with the digests that AWS gave for them. */
const KENOBI = { Hello: text("There"), General: text("Kenobi"), "Help.Me": text("Me") };
const KENOBI_MD5 = "4c360f3fdafd970e05fae2f149d997f5";

describe("SendMessage", () => {
  it("answers with the digests that SDKs compare", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    const sent = await send(url, "msg", {
      MessageAttributes: KENOBI,
      MessageSystemAttributes: { AWSTraceHeader: text("Root=1-5759e988-bd862e3fe1be46a994272793") },
    });

    expect(sent).toEqual({
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      MD5OfMessageBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
      MD5OfMessageAttributes: KENOBI_MD5,
      MD5OfMessageSystemAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("digests binary attributes by their bytes", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");
    const value = "traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01";

    const sent = await send(url, "test", {
      MessageAttributes: {
        attr1: { DataType: "Binary", BinaryValue: Buffer.from(value).toString("base64") },
      },
    });

    expect(sent.MD5OfMessageAttributes).toBe("8cbe4db156db8a94db8b801b7addb984");
  });

  it.each<[string, string, object, string, string]>([
    [
      "an empty body",
      "",
      {},
      "MissingRequiredParameterException",
      "The request must contain the parameter MessageBody.",
    ],
    [
      "a control character",
      "a\u0000b",
      {},
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    ],
    [
      "a delay over 15 minutes",
      "a",
      { DelaySeconds: 901 },
      "InvalidParameterValueException",
      "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
    ],
    [
      "a deduplication id on a standard queue",
      "a",
      { MessageDeduplicationId: "x" },
      "InvalidParameterValueException",
      "Value x for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.",
    ],
    [
      "eleven attributes",
      "a",
      { MessageAttributes: Object.fromEntries([...Array(11).keys()].map((n) => [`a${n}`, text("x")])) },
      "InvalidParameterValueException",
      "Number of message attributes [11] exceeds the allowed maximum [10].",
    ],
    [
      "an empty attribute",
      "a",
      { MessageAttributes: { ErrorDetails: text("") } },
      "InvalidParameterValueException",
      "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    ],
    [
      "a number that is none",
      "a",
      { MessageAttributes: { n: { DataType: "Number", StringValue: "many" } } },
      "InvalidParameterValueException",
      "Can't cast the value of message (user) attribute 'n' to a number.",
    ],
    [
      "an attribute without type",
      "a",
      { MessageAttributes: { n: { StringValue: "x" } } },
      "InvalidParameterValueException",
      "The message attribute 'n' must contain non-empty message attribute type.",
    ],
    [
      "an unknown attribute type",
      "a",
      { MessageAttributes: { n: { DataType: "Text", StringValue: "x" } } },
      "InvalidParameterValueException",
      "The message attribute 'n' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      "a reserved attribute name",
      "a",
      { MessageAttributes: { "AWS.x": text("x") } },
      "InvalidParameterValueException",
      "Message (user) attribute name 'AWS.x' is invalid.",
    ],
  ])("refuses %s", async (_name, body, more, code, message) => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(send(url, body, more))).toEqual({ code, message });
  });

  it("takes a message of exactly the largest size, attributes included, and no byte more", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q", { MaximumMessageSize: "1024" });
    // Name, type and value count: 1 + 6 + 1 bytes.
    const MessageAttributes = { a: text("x") };

    expect(await errorOf(send(url, "ü".repeat(508), { MessageAttributes }))).toBeUndefined();
    expect(await errorOf(send(url, `${"ü".repeat(508)}x`, { MessageAttributes }))).toEqual({
      code: "InvalidParameterValueException",
      message: "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    });
  });

  it("takes 1 MiB by default", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(send(url, "x".repeat(1_048_576)))).toBeUndefined();
    expect((await errorOf(send(url, "x".repeat(1_048_577))))?.code).toBe("InvalidParameterValueException");
  });

  it("says when the queue does not exist", async () => {
    const { send } = sqsHarness();

    expect(await errorOf(send("http://127.0.0.1:4566/000000000000/none", "x"))).toEqual({
      code: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });
});
