import { logs } from "../../local/services/logs";
import { testKernel } from "./test-kernel";
import { wireClient } from "./wire-client";

const GROUP = "/shop";
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const names = { logGroupName: GROUP, logStreamName: "one" };

async function start() {
  const cloud = testKernel([logs]);
  const client = wireClient(cloud);
  const request = async (operation: string, input: unknown) => {
    const { status, body } = await client("logs", operation, input);
    return status === 200 ? body : { status, code: body["__type"], message: body["message"] };
  };
  await request("CreateLogGroup", { logGroupName: GROUP });
  await request("CreateLogStream", names);
  const nowMs = cloud.clock.now();
  return {
    ...cloud,
    nowMs,
    request,
    put: (...events: readonly (readonly [timestamp: number, message: string])[]) =>
      request("PutLogEvents", {
        ...names,
        logEvents: events.map(([atMs, message]) => ({ timestamp: nowMs + atMs, message })),
      }),
    messages: async () => {
      const { events } = (await request("GetLogEvents", names)) as { events: { message: string }[] };
      return events.map(({ message }) => message);
    },
  };
}

const invalid = (message: string) => ({ status: 400, code: "InvalidParameterException", message });
const missing = (member: string) =>
  invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );

test("PutLogEvents with an event in the place of the list is refused, and the logs stay readable", async () => {
  const cloud = await start();
  const logEvents = { timestamp: cloud.nowMs, message: "hi" };

  const answer = await cloud.request("PutLogEvents", { ...names, logEvents });

  expect(answer).toEqual({
    status: 400,
    code: "SerializationException",
    message: "Start of structure or map found where not expected.",
  });
  expect(await cloud.messages()).toEqual([]);
  expect(await cloud.request("FilterLogEvents", { logGroupName: GROUP })).toMatchObject({ events: [] });
  expect(await cloud.request("DescribeLogGroups", {})).toMatchObject({ logGroups: [{ storedBytes: 0 }] });
});

test.each([
  ["CreateLogGroup", {}, "logGroupName"],
  ["DeleteLogGroup", {}, "logGroupName"],
  ["CreateLogStream", { logGroupName: GROUP }, "logStreamName"],
  ["DeleteLogStream", { logGroupName: GROUP, logStreamName: null }, "logStreamName"],
  ["PutLogEvents", names, "logEvents"],
  ["PutLogEvents", { ...names, logEvents: [{ timestamp: 1 }] }, "logEvents.1.member.message"],
  ["PutLogEvents", { ...names, logEvents: [{ message: "hi" }] }, "logEvents.1.member.timestamp"],
  ["GetLogEvents", { logStreamName: "one" }, "logGroupName"],
  ["GetLogEvents", { logGroupIdentifier: GROUP }, "logStreamName"],
  ["FilterLogEvents", {}, "logGroupName"],
  ["DescribeLogStreams", {}, "logGroupName"],
  ["PutRetentionPolicy", { logGroupName: GROUP }, "retentionInDays"],
  ["DeleteRetentionPolicy", {}, "logGroupName"],
])("%s with %j misses %s", async (operation, input, member) => {
  const { request } = await start();

  expect(await request(operation, input)).toEqual(missing(member));
});

test.each([
  [
    "CreateLogGroup",
    { logGroupName: "a b" },
    "Value 'a b' at 'logGroupName'",
    "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
  ],
  [
    "CreateLogStream",
    { logGroupName: GROUP, logStreamName: "a:b" },
    "Value 'a:b' at 'logStreamName'",
    "satisfy regular expression pattern: [^:*]*",
  ],
  ["DescribeLogGroups", { limit: 51 }, "Value '51' at 'limit'", "have value less than or equal to 50"],
  [
    "FilterLogEvents",
    { logGroupName: GROUP, limit: 0 },
    "Value '0' at 'limit'",
    "have value greater than or equal to 1",
  ],
  [
    "PutLogEvents",
    { ...names, logEvents: [] },
    "Value '[]' at 'logEvents'",
    "have length greater than or equal to 1",
  ],
  [
    "PutLogEvents",
    { ...names, logEvents: [{ timestamp: 1, message: "" }] },
    "Value '' at 'logEvents.1.member.message'",
    "have length greater than or equal to 1",
  ],
])("%s with %j breaks a constraint", async (operation, input, value, constraint) => {
  const { request } = await start();

  expect(await request(operation, input)).toEqual(
    invalid(`1 validation error detected: ${value} failed to satisfy constraint: Member must ${constraint}`),
  );
});

test("PutLogEvents refuses a batch that is not in order of time", async () => {
  const cloud = await start();

  expect(await cloud.put([1, "later"], [0, "earlier"])).toEqual(
    invalid("Log events in a single PutLogEvents request must be in chronological order."),
  );
  expect(await cloud.put([0, "same"], [0, "time"])).not.toHaveProperty("code");
  expect(await cloud.messages()).toEqual(["same", "time"]);
});

test("PutLogEvents refuses a batch of more than 24 hours", async () => {
  const cloud = await start();

  expect(await cloud.put([-DAY_MS - 1, "first"], [0, "last"])).toEqual(
    invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours."),
  );
  expect(await cloud.put([-DAY_MS, "first"], [0, "last"])).not.toHaveProperty("code");
});

test("PutLogEvents refuses a batch of more than 1 MiB, 26 bytes for each event counted in", async () => {
  const cloud = await start();
  const longest = "x".repeat(1_048_576 - 26);

  expect(await cloud.put([0, `${longest}x`])).toEqual(
    invalid("Upload too large: 1048577 bytes exceeds limit of 1048576"),
  );
  expect(await cloud.put([0, longest])).not.toHaveProperty("code");
});

test.each([
  [-14 * DAY_MS - 1, { tooOldLogEventEndIndex: 1 }],
  [-14 * DAY_MS, undefined],
  [2 * HOUR_MS, undefined],
  [2 * HOUR_MS + 1, { tooNewLogEventStartIndex: 0 }],
])("PutLogEvents with an event %d ms from now rejects %j", async (atMs, rejected) => {
  const cloud = await start();

  const { rejectedLogEventsInfo } = (await cloud.put([atMs, "line"])) as { rejectedLogEventsInfo?: object };

  expect(rejectedLogEventsInfo).toEqual(rejected);
  expect(await cloud.messages()).toEqual(rejected === undefined ? ["line"] : []);
});

test("PutLogEvents keeps what is neither expired nor too new", async () => {
  const cloud = await start();
  await cloud.request("PutRetentionPolicy", { logGroupName: GROUP, retentionInDays: 1 });

  const answer = await cloud.put(
    [-DAY_MS - 2, "expired"],
    [-DAY_MS - 1, "expired"],
    [-DAY_MS, "oldest"],
    [-3, "young"],
  );

  expect(answer).toMatchObject({ rejectedLogEventsInfo: { expiredLogEventEndIndex: 2 } });
  expect(await cloud.messages()).toEqual(["oldest", "young"]);
});
