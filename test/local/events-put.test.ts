import type { PutResult } from "./events-harness";
import { BUS_ARN, eventsHarness, queueArn } from "./events-harness";
import { errorOf } from "./sqs-harness";

const entry = { EventBusName: "dev-shop", Source: "shop.basket", DetailType: "CheckoutBasket", Detail: "{}" };

describe("PutEvents", () => {
  it("delivers an event with every field that AWS sends", async () => {
    const { put, target, settledBodies } = await eventsHarness();
    await target({});

    const id = await put({ orderId: "o-1", items: [1, null, { a: true }] }, { Resources: ["arn:x", "y"] });

    const [body = "{}"] = await settledBodies("q");
    expect(JSON.parse(body)).toEqual({
      version: "0",
      id,
      "detail-type": "CheckoutBasket",
      source: "shop.basket",
      account: "000000000000",
      time: "2026-01-01T00:00:00Z",
      region: "eu-central-1",
      resources: ["arn:x", "y"],
      detail: { orderId: "o-1", items: [1, null, { a: true }] },
    });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("takes the time of the entry, in seconds since the epoch", async () => {
    const { put, target, settledBodies } = await eventsHarness();
    await target({ InputPath: "$.time" });

    await put({}, { Time: 1_700_000_000.25 });

    expect(await settledBodies("q")).toEqual(['"2023-11-14T22:13:20Z"']);
  });

  it("answers for each entry, in order, and takes the good ones", async () => {
    const { call, target, settledBodies } = await eventsHarness();
    await target({ InputPath: "$.detail.n" });

    const result = await call<PutResult>("PutEvents", {
      Entries: [
        { ...entry, Detail: '{"n":1}' },
        { ...entry, Source: undefined },
        { ...entry, DetailType: "" },
        { ...entry, Detail: undefined },
        { ...entry, Detail: "no JSON" },
        { ...entry, Detail: "[1]" },
        { ...entry, Detail: '"text"' },
        { ...entry, Source: "aws.s3" },
        { ...entry, Detail: '{"n":2}' },
      ],
    });

    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const missing = (name: string) => ({
      ErrorCode: "InvalidArgument",
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    });
    const malformed = { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    expect(result).toEqual({
      FailedEntryCount: 7,
      Entries: [
        { EventId: uuid },
        missing("Source"),
        missing("DetailType"),
        missing("Detail"),
        malformed,
        malformed,
        malformed,
        { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." },
        { EventId: uuid },
      ],
    });
    expect(await settledBodies("q")).toEqual(["1", "2"]);
  });

  it.each([
    [10, undefined],
    [
      11,
      "1 validation error detected: Value '[11 entries]' at 'entries' failed to satisfy constraint: " +
        "Member must have length less than or equal to 10",
    ],
    [
      0,
      "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1",
    ],
  ])("takes 1 to 10 entries: %d", async (count, message) => {
    const { call } = await eventsHarness();

    const error = await errorOf(call("PutEvents", { Entries: Array(count).fill(entry) }));

    expect(error).toEqual(message === undefined ? undefined : { code: "ValidationException", message });
  });

  it.each([
    [262_144, undefined],
    [262_145, "Total size of the entries in the request is over the limit."],
  ])("takes requests of 256 KiB: %d bytes", async (bytes, message) => {
    const { call } = await eventsHarness();
    const fixed = "shop.basket".length + "CheckoutBasket".length + 14 + "arn".length;
    const first = { ...entry, Time: 1_700_000_000, Resources: ["arn"] };
    const quotesAndBraces = '{"a":""}'.length;
    const detail = { a: "x".repeat(bytes - fixed - quotesAndBraces) };

    const error = await errorOf(
      call("PutEvents", { Entries: [{ ...first, Detail: JSON.stringify(detail) }] }),
    );

    expect(error?.message).toBe(message);
  });

  it("counts bytes, not characters", async () => {
    const { call } = await eventsHarness();
    const Detail = JSON.stringify({ a: "é".repeat(131_072) });

    const error = await errorOf(call("PutEvents", { Entries: [{ ...entry, Detail }] }));

    expect(error?.code).toBe("ValidationException");
  });

  it("goes to the default bus when no bus is named, and finds buses by ARN", async () => {
    const { call, settledBodies } = await eventsHarness();
    await call("PutRule", { Name: "all", EventPattern: '{"source":[{"prefix":""}]}' });
    await call("PutTargets", {
      Rule: "all",
      Targets: [{ Id: "q", Arn: queueArn("q"), InputPath: "$.detail" }],
    });
    const { EventBusName: _bus, ...unnamed } = entry;
    const defaultArn = BUS_ARN.replace("dev-shop", "default");

    await call("PutEvents", {
      Entries: [
        { ...unnamed, Detail: '{"to":"default"}' },
        { ...entry, EventBusName: defaultArn, Detail: '{"to":"default by ARN"}' },
        { ...entry, EventBusName: BUS_ARN, Detail: '{"to":"dev-shop"}' },
      ],
    });

    expect(await settledBodies("q")).toEqual(['{"to":"default"}', '{"to":"default by ARN"}']);
  });

  it.each(["nowhere", BUS_ARN.replace("000000000000", "111111111111")])(
    "takes and drops an event for the bus %s that does not exist, and says so in the log",
    async (EventBusName) => {
      const { put, logLines } = await eventsHarness();

      const id = await put({}, { EventBusName });

      expect(logLines).toEqual([`dropped event ${id} (shop.basket): there is no event bus ${EventBusName}`]);
    },
  );

  it("asks IAM for events:PutEvents on the bus of each entry", async () => {
    const asked: string[] = [];
    const { call, kernel } = await eventsHarness({
      authorizer: {
        denial: (_principal, { action, resource }) => {
          asked.push(`${action} ${resource}`);
          return resource === BUS_ARN ? "no statement allows it" : undefined;
        },
      },
    });
    const role = {
      type: "role",
      arn: "arn:aws:iam::000000000000:role/r",
      session: "dev-basket-api",
    } as const;
    const { EventBusName: _bus, ...unnamed } = entry;

    const denied = errorOf(
      kernel.calls.perform(role, "events", "PutEvents", { Entries: [unnamed, entry, entry] }),
    );

    expect(await denied).toEqual({ code: "AccessDeniedException", message: "no statement allows it" });
    expect(asked).toEqual([
      `events:PutEvents ${BUS_ARN.replace("dev-shop", "default")}`,
      `events:PutEvents ${BUS_ARN}`,
    ]);
    expect(await call("ListEventBuses")).toMatchObject({
      EventBuses: [{ Name: "default" }, { Name: "dev-shop" }],
    });
  });

  it("refuses a global endpoint by name", async () => {
    const { call } = await eventsHarness();

    const error = await errorOf(call("PutEvents", { Entries: [entry], EndpointId: "abcde.veo" }));

    expect(error).toEqual({
      code: "ValidationException",
      message: "EndpointId abcde.veo: global endpoints are not modelled by the local cloud.",
    });
  });
});
