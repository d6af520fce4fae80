import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";
import { recorded } from "./recorded";
import { CONTENT_FILTERS } from "./stacks/content-filters";

const stacks = optionsStacks({ only: ["events"] });
const RECORD = "options-events-record";

let cloud: LocalCloud;
let bus: EventBridgeClient;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
  bus = new EventBridgeClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

afterEach(() => cloud.close());

/** Puts an event on the bus and returns its id. */
async function put(Source: string, detail: object): Promise<string> {
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: String(cloud.outputs()["bus_name"]),
          Source,
          DetailType: "Trade",
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  return Entries[0]?.EventId ?? "";
}

const received = () => recorded(cloud, RECORD).map(({ event }) => event);
const messages = (queue: string) => cloud.queue(`options-events-${queue}`).messages;

describe("a rule", () => {
  test.each(Object.entries(CONTENT_FILTERS))(
    "with the content filter %s takes one event and leaves the other",
    async (rule, { taken, left }) => {
      await put("filtered", left);
      const id = await put("filtered", taken);
      await cloud.settle();

      expect(received().filter((event) => event.rule === rule)).toEqual([{ rule, filter: "Trade", id }]);
    },
  );

  test("hands an event to each of its targets, as it is or as the target's template has it", async () => {
    const id = await put("shipping", { order: "A-7", lines: [{ sku: "x", count: 2 }] });
    await cloud.settle();

    const [parcel] = messages("parcels").map(({ body }) => JSON.parse(body));
    expect(parcel).toMatchObject({ id, source: "shipping", detail: { order: "A-7" } });
    expect(received()).toEqual([
      {
        rule: "options-events-shipping",
        order: "A-7",
        lines: [{ sku: "x", count: 2 }],
        text: `A-7 at ${parcel.time}`,
      },
    ]);
  });

  test("gives a target that fails up after its retries; the other target has the event", async () => {
    cloud.faults.inject({ on: "sqs:SendMessage", resource: ":options-events-parcels", effect: "error" });

    const id = await put("shipping", { order: "A-7", lines: [] });
    await cloud.advance("1h");

    expect(messages("parcels")).toHaveLength(0);
    const [undelivered, ...others] = messages("shipping-parcels-rule-dlq");
    expect(others).toEqual([]);
    expect(JSON.parse(undelivered?.body ?? "")).toMatchObject({ id });
    expect(undelivered?.attributes).toMatchObject({
      RETRY_ATTEMPTS: { StringValue: "2" },
      EXHAUSTED_RETRY_CONDITION: { StringValue: "MaximumRetryAttempts" },
    });
    expect(messages("shipping-record-rule-dlq")).toEqual([]);
    expect(received()).toHaveLength(1);
  });

  test("gives a target that fails up once the event is too old", async () => {
    cloud.faults.inject({ on: "sqs:SendMessage", resource: ":options-events-letters", effect: "error" });

    await put("mailing", {});
    await cloud.advance("90s");
    expect(messages("mailing-letters-rule-dlq")).toHaveLength(0);
    await cloud.advance("1h");

    expect(messages("mailing-letters-rule-dlq").map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({
        EXHAUSTED_RETRY_CONDITION: expect.objectContaining({ StringValue: "MaximumEventAgeInSeconds" }),
      }),
    ]);
  });
});
