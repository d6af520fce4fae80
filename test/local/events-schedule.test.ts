import { isoTime, parseTime } from "../../local/kernel/clock";
import { UnsupportedError } from "../../local/kernel/errors";
import { parseSchedule } from "../../local/services/events/schedule/schedule";
import { eventsHarness, queueArn } from "./events-harness";

/** The next times after 2026-01-01T00:00:00Z, a Thursday. */
function nextTimes(expression: string, count: number, from = "2026-01-01T00:00:00Z"): readonly string[] {
  const schedule = parseSchedule(expression);
  const times: string[] = [];
  let ms: number | undefined = parseTime(from);
  while (times.length < count && ms !== undefined) {
    ms = schedule?.nextAfter(ms);
    if (ms !== undefined) times.push(isoTime(ms).slice(0, 16));
  }
  return times;
}

describe("a schedule expression", () => {
  it.each([
    ["rate(1 minute)", ["2026-01-01T00:01", "2026-01-01T00:02"]],
    ["rate(5 minutes)", ["2026-01-01T00:05", "2026-01-01T00:10"]],
    ["rate(1 hour)", ["2026-01-01T01:00", "2026-01-01T02:00"]],
    ["rate(7 days)", ["2026-01-08T00:00", "2026-01-15T00:00"]],
    ["cron(0 0 * * ? *)", ["2026-01-02T00:00", "2026-01-03T00:00"]],
    ["cron(15 10 ? * * *)", ["2026-01-01T10:15", "2026-01-02T10:15"]],
    ["cron(0 18 ? * MON-FRI *)", ["2026-01-01T18:00", "2026-01-02T18:00", "2026-01-05T18:00"]],
    ["cron(0 8 ? * 1 *)", ["2026-01-04T08:00", "2026-01-11T08:00"]],
    ["cron(0 8 1 * ? *)", ["2026-01-01T08:00", "2026-02-01T08:00"]],
    ["cron(0/15 * * * ? *)", ["2026-01-01T00:15", "2026-01-01T00:30", "2026-01-01T00:45"]],
    ["cron(0/5 8-9 ? * THU *)", ["2026-01-01T08:00", "2026-01-01T08:05"]],
    ["cron(30 12,6 31 JAN-MAR ? *)", ["2026-01-31T06:30", "2026-01-31T12:30", "2026-03-31T06:30"]],
    ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["cron(0 0 1 1 ? 2027-2028)", ["2027-01-01T00:00", "2028-01-01T00:00"]],
    ["cron(0 0 ? jul wed *)", ["2026-07-01T00:00", "2026-07-08T00:00"]],
  ])("%s fires at the right times", (expression, expected) => {
    expect(nextTimes(expression, expected.length)).toEqual(expected);
  });

  it("ends with its last year", () => {
    expect(nextTimes("cron(0 0 1 1 ? 2025)", 1)).toEqual([]);
    expect(nextTimes("cron(0 0 1 1 ? 2027)", 9)).toEqual(["2027-01-01T00:00"]);
  });

  it.each([
    "rate(1 minutes)",
    "rate(2 minute)",
    "rate(0 minutes)",
    "rate(1 week)",
    "rate(1.5 hours)",
    "rate(5 minutes",
    "every day",
    "cron(0 0 * * ?)",
    "cron(0 0 * * * *)",
    "cron(0 0 ? * ? *)",
    "cron(60 0 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 0 0 * ? *)",
    "cron(0 0 1 13 ? *)",
    "cron(0 0 ? * 8 *)",
    "cron(5-2 0 * * ? *)",
    "cron(0/0 0 * * ? *)",
    "cron(x 0 * * ? *)",
  ])("%s is none", (expression) => {
    expect(parseSchedule(expression)).toBeUndefined();
  });

  it.each(["cron(0 0 L * ? *)", "cron(0 0 15W * ? *)", "cron(0 0 ? * 6#3 *)"])(
    "%s is named as not modelled",
    (expression) => {
      expect(() => parseSchedule(expression)).toThrow(UnsupportedError);
      expect(() => parseSchedule(expression)).toThrow("L, W and # are not modelled; list the days instead");
    },
  );
});

describe("a rule with a schedule", () => {
  const sweep = async () => {
    const cloud = await eventsHarness();
    await cloud.call("PutRule", { Name: "dev-sweep", ScheduleExpression: "rate(10 minutes)" });
    await cloud.call("PutTargets", { Rule: "dev-sweep", Targets: [{ Id: "q", Arn: queueArn("q") }] });
    return cloud;
  };

  it("sends its event each time", async () => {
    const { work, messages } = await sweep();

    await work.settle();
    expect(messages("q")).toEqual([]);
    await work.advance(20 * 60_000);

    const received = messages("q").map(({ body }) => JSON.parse(body));
    expect(received.map(({ time }) => time)).toEqual(["2026-01-01T00:10:00Z", "2026-01-01T00:20:00Z"]);
    expect(received[0]).toEqual({
      version: "0",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "000000000000",
      time: "2026-01-01T00:10:00Z",
      region: "eu-central-1",
      resources: ["arn:aws:events:eu-central-1:000000000000:rule/dev-sweep"],
      detail: {},
    });
    expect(received[1].id).not.toBe(received[0].id);
  });

  it.each([
    [
      "disabled",
      (call: (name: string, input: object) => Promise<unknown>) => call("DisableRule", { Name: "dev-sweep" }),
    ],
    [
      "deleted",
      async (call: (name: string, input: object) => Promise<unknown>) => {
        await call("RemoveTargets", { Rule: "dev-sweep", Ids: ["q"] });
        await call("DeleteRule", { Name: "dev-sweep" });
      },
    ],
  ])("is silent once it is %s", async (_case, end) => {
    const { call, work, messages } = await sweep();
    await work.advance(10 * 60_000);

    await end(call);
    await work.advance(60 * 60_000);

    expect(messages("q")).toHaveLength(1);
  });

  it("fires again once it is enabled", async () => {
    const { call, work, messages } = await sweep();
    await call("DisableRule", { Name: "dev-sweep" });
    await work.advance(60 * 60_000);
    await call("EnableRule", { Name: "dev-sweep" });

    await work.advance(10 * 60_000);

    expect(messages("q").map(({ body }) => JSON.parse(body).time)).toEqual(["2026-01-01T01:10:00Z"]);
  });

  it("changes its times when it is put anew, and shows its expression", async () => {
    const { call, work, messages } = await sweep();

    await call("PutRule", { Name: "dev-sweep", ScheduleExpression: "cron(0 12 * * ? *)" });
    await work.advance(24 * 3_600_000);

    expect(messages("q").map(({ body }) => JSON.parse(body).time)).toEqual(["2026-01-01T12:00:00Z"]);
    expect(await call("DescribeRule", { Name: "dev-sweep" })).toEqual({
      Name: "dev-sweep",
      Arn: "arn:aws:events:eu-central-1:000000000000:rule/dev-sweep",
      EventBusName: "default",
      State: "ENABLED",
      ScheduleExpression: "cron(0 12 * * ? *)",
      CreatedBy: "000000000000",
    });
  });

  it("sets no timer any more once the cloud is closed", async () => {
    const { service, clock } = await sweep();
    expect(clock.nextAt()).toBeDefined();

    await service.close?.();

    expect(clock.nextAt()).toBeUndefined();
  });
});
