import { logs } from "../../local/services/logs/index";
import { testKernel } from "./test-kernel";

const GROUP = "/aws/lambda/dev-basket-api";
const DAY_MS = 86_400_000;

interface Events {
  events: { message: string; timestamp: number; logStreamName?: string }[];
  nextForwardToken: string;
  nextBackwardToken: string;
  nextToken?: string;
}

function start() {
  const cloud = testKernel([logs]);
  const nowMs = cloud.clock.now();
  return {
    ...cloud,
    nowMs,
    group: (config: object = {}) => cloud.provision("aws_cloudwatch_log_group", { name: GROUP, ...config }),
    stream: (logStreamName: string) =>
      cloud.call("logs", "CreateLogStream", { logGroupName: GROUP, logStreamName }),
    put: (logStreamName: string, ...messages: [atMs: number, message: string][]) =>
      cloud.call("logs", "PutLogEvents", {
        logGroupName: GROUP,
        logStreamName,
        logEvents: messages.map(([atMs, message]) => ({ timestamp: nowMs + atMs, message })),
      }),
    get: (input: object = {}) =>
      cloud.call<Events>("logs", "GetLogEvents", { logGroupName: GROUP, logStreamName: "one", ...input }),
    filter: (input: object = {}) =>
      cloud.call<Events>("logs", "FilterLogEvents", { logGroupName: GROUP, ...input }),
  };
}

const messagesOf = ({ events }: Events) => events.map(({ message }) => message);

describe("aws_cloudwatch_log_group", () => {
  test("exposes its ARN without the star and shows in DescribeLogGroups with it", async () => {
    const cloud = start();

    const attributes = await cloud.group({ retention_in_days: 30 });
    const { logGroups } = await cloud.call("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws/" });

    const arn = `arn:aws:logs:eu-central-1:000000000000:log-group:${GROUP}`;
    expect(attributes).toMatchObject({ arn, id: GROUP, name: GROUP, retention_in_days: 30 });
    expect(logGroups).toEqual([
      expect.objectContaining({
        logGroupName: GROUP,
        arn: `${arn}:*`,
        logGroupArn: arn,
        retentionInDays: 30,
      }),
    ]);
  });

  test("refuses a retention that CloudWatch does not offer", async () => {
    await expect(start().group({ retention_in_days: 31 })).rejects.toThrow(
      "Value '31' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5,",
    );
  });

  test("makes a name from a prefix", async () => {
    const attributes = await start().provision("aws_cloudwatch_log_group", { name_prefix: "api-" });

    expect(attributes["name"]).toMatch(/^api-\w{26}$/);
  });
});

describe("log groups and streams", () => {
  test.each([
    ["PutRetentionPolicy", { logGroupName: "none", retentionInDays: 1 }],
    ["CreateLogStream", { logGroupName: "none", logStreamName: "one" }],
    ["GetLogEvents", { logGroupName: "none", logStreamName: "one" }],
    ["FilterLogEvents", { logGroupName: "none" }],
    ["DeleteLogGroup", { logGroupName: "none" }],
  ])("%s says that a group does not exist", async (operation, input) => {
    await expect(start().call("logs", operation, input)).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
  });

  test("exist once only", async () => {
    const cloud = start();
    await cloud.call("logs", "CreateLogGroup", { logGroupName: GROUP });
    await cloud.stream("one");

    await expect(cloud.call("logs", "CreateLogGroup", { logGroupName: GROUP })).rejects.toMatchObject({
      code: "ResourceAlreadyExistsException",
      message: "The specified log group already exists",
    });
    await expect(cloud.stream("one")).rejects.toMatchObject({ code: "ResourceAlreadyExistsException" });
  });

  test("are listed with the stream written last in front when asked", async () => {
    const cloud = start();
    await cloud.group();
    await cloud.stream("a");
    await cloud.stream("b");
    await cloud.put("a", [20, "later"]);
    await cloud.put("b", [10, "earlier"]);

    const { logStreams } = await cloud.call<{ logStreams: { logStreamName: string }[] }>(
      "logs",
      "DescribeLogStreams",
      { logGroupName: GROUP, orderBy: "LastEventTime", descending: true },
    );

    expect(logStreams).toMatchObject([
      { logStreamName: "a", lastEventTimestamp: cloud.nowMs + 20 },
      { logStreamName: "b", lastEventTimestamp: cloud.nowMs + 10 },
    ]);
  });
});

describe("GetLogEvents", () => {
  test("gives the newest page first, and pages backwards and forwards until the token stays", async () => {
    const cloud = start();
    await cloud.group();
    await cloud.stream("one");
    await cloud.put("one", [1, "1"], [2, "2"], [3, "3"], [4, "4"], [5, "5"]);

    const newest = await cloud.get({ limit: 2 });
    const before = await cloud.get({ limit: 2, nextToken: newest.nextBackwardToken });
    const after = await cloud.get({ limit: 2, nextToken: newest.nextForwardToken });

    expect(messagesOf(newest)).toEqual(["4", "5"]);
    expect(messagesOf(before)).toEqual(["2", "3"]);
    expect(after).toMatchObject({ events: [], nextForwardToken: newest.nextForwardToken });
    expect(messagesOf(await cloud.get({ limit: 2, startFromHead: true }))).toEqual(["1", "2"]);
  });

  test("bounds by time: from the start on, before the end", async () => {
    const cloud = start();
    await cloud.group();
    await cloud.stream("one");
    await cloud.put("one", [3, "3"], [1, "1"], [2, "2"]);

    const page = await cloud.get({ startTime: cloud.nowMs + 1, endTime: cloud.nowMs + 3 });

    expect(messagesOf(page)).toEqual(["1", "2"]);
  });

  test("no longer shows what is older than the retention", async () => {
    const cloud = start();
    await cloud.group({ retention_in_days: 1 });
    await cloud.stream("one");
    await cloud.put("one", [0, "old"]);
    await cloud.work.advance(DAY_MS);
    await cloud.put("one", [DAY_MS, "new"]);
    expect(messagesOf(await cloud.get())).toEqual(["old", "new"]);

    await cloud.work.advance(1);

    expect(messagesOf(await cloud.get())).toEqual(["new"]);
  });
});

describe("FilterLogEvents", () => {
  test("merges the streams by time", async () => {
    const cloud = start();
    await cloud.group();
    await cloud.stream("one");
    await cloud.stream("two");
    await cloud.put("one", [1, "a"], [3, "c"]);
    await cloud.put("two", [2, "b"]);

    const page = await cloud.filter({ limit: 2 });
    const rest = await cloud.filter({ limit: 2, nextToken: page.nextToken });

    expect(page.events).toMatchObject([
      { logStreamName: "one", message: "a" },
      { logStreamName: "two", message: "b" },
    ]);
    expect(messagesOf(rest)).toEqual(["c"]);
    expect(rest.nextToken).toBeUndefined();
  });

  test("keeps to the streams that are named", async () => {
    const cloud = start();
    await cloud.group();
    await cloud.stream("one");
    await cloud.stream("two");
    await cloud.put("one", [1, "a"]);
    await cloud.put("two", [2, "b"]);

    expect(messagesOf(await cloud.filter({ logStreamNames: ["two"] }))).toEqual(["b"]);
    expect(messagesOf(await cloud.filter({ logStreamNamePrefix: "on" }))).toEqual(["a"]);
  });
});
