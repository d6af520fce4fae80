import type { Change } from "../../local/services/dynamodb/storage/change-log";
import { EXPIRY_DELAY_MS } from "../../local/services/dynamodb/storage/expiry";
import { database, validation } from "./dynamodb-fixture";

const YEAR_SECONDS = 365 * 86_400;

/** A table `simple` whose items expire by `until`. */
async function expiring() {
  const cloud = await database();
  const now = () => cloud.kernel.clock.now() / 1_000;
  const setTimeToLive = (Enabled: boolean, AttributeName = "until") =>
    cloud.call("UpdateTimeToLive", {
      TableName: "simple",
      TimeToLiveSpecification: { AttributeName, Enabled },
    });
  const put = (id: string, until?: unknown) =>
    cloud.call("PutItem", {
      TableName: "simple",
      Item: { id: { S: id }, ...(until === undefined ? {} : { until }) },
    });
  const ids = () => cloud.service.inspect("simple").map((item) => item["id"]);
  const inSeconds = (seconds: number) => ({ N: String(Math.floor(now()) + seconds) });
  await setTimeToLive(true);
  return { ...cloud, now, setTimeToLive, put, ids, inSeconds };
}

describe("time to live", () => {
  it("deletes an item a little after its time, which reads still see until then", async () => {
    const { put, ids, inSeconds, work, call } = await expiring();
    await put("short", inSeconds(10));
    await put("long", inSeconds(100));
    await put("for ever");

    await work.advance(10_000 + EXPIRY_DELAY_MS - 2_000);
    expect(ids()).toHaveLength(3);
    expect((await call("GetItem", { TableName: "simple", Key: { id: { S: "short" } } })).Item).toBeDefined();
    await work.advance(2_000);
    expect(ids().sort()).toEqual(["for ever", "long"]);
    await work.advance(90_000);
    expect(ids()).toEqual(["for ever"]);
  });

  it("follows changes of the time", async () => {
    const { put, ids, inSeconds, work, call } = await expiring();
    await put("later", inSeconds(10));
    await put("kept", inSeconds(10));
    await put("gone", inSeconds(10));
    await call("UpdateItem", {
      TableName: "simple",
      Key: { id: { S: "later" } },
      UpdateExpression: "SET #u = :u",
      ExpressionAttributeNames: { "#u": "until" },
      ExpressionAttributeValues: { ":u": inSeconds(1_000) },
    });
    await put("kept");
    await call("DeleteItem", { TableName: "simple", Key: { id: { S: "gone" } } });

    await work.advance(200_000);
    expect(ids().sort()).toEqual(["kept", "later"]);
    await work.advance(1_000_000);
    expect(ids()).toEqual(["kept"]);
  });

  it("takes numbers only, and none of more than five years ago", async () => {
    const { put, ids, inSeconds, work } = await expiring();
    await put("text", { S: "1" });
    await put("ancient", inSeconds(-5 * YEAR_SECONDS - 86_400));
    await put("old", inSeconds(-4 * YEAR_SECONDS));
    await put("milliseconds", { N: "99999999999999999999" });

    await work.advance(EXPIRY_DELAY_MS);

    expect(ids().sort()).toEqual(["ancient", "milliseconds", "text"]);
  });

  it("looks at the items that are there when it is enabled, and at none after it is disabled", async () => {
    const { put, ids, inSeconds, work, setTimeToLive } = await expiring();
    await put("1", inSeconds(10));
    await setTimeToLive(false);
    await work.advance(200_000);
    expect(ids()).toEqual(["1"]);

    await setTimeToLive(true);
    await work.advance(EXPIRY_DELAY_MS);
    expect(ids()).toEqual([]);
  });

  it("is gone with the table", async () => {
    const { put, inSeconds, work, call, failures } = await expiring();
    await put("1", inSeconds(10));
    await call("DeleteTable", { TableName: "simple" });
    await work.advance(200_000);
    expect(failures).toEqual([]);
  });

  it("is described", async () => {
    const { call, setTimeToLive } = await expiring();
    const describe = () => call("DescribeTimeToLive", { TableName: "simple" });
    expect(await describe()).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "until" },
    });
    expect(await setTimeToLive(false)).toEqual({
      TimeToLiveSpecification: { Enabled: false, AttributeName: "until" },
    });
    expect(await describe()).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } });
  });

  it("refuses changes that change nothing", async () => {
    const { setTimeToLive } = await expiring();
    await expect(setTimeToLive(true)).rejects.toMatchObject(validation("TimeToLive is already enabled"));
    await expect(setTimeToLive(true, "other")).rejects.toMatchObject(
      validation("TimeToLive is active on a different AttributeName: current AttributeName is until"),
    );
    await setTimeToLive(false);
    await expect(setTimeToLive(false)).rejects.toMatchObject(validation("TimeToLive is already disabled"));
  });
});

describe("change log", () => {
  it("has every change with both images, and knows which were made by time", async () => {
    const { call, put, inSeconds, work, service, now } = await expiring();
    await put("before");
    await call("UpdateTable", {
      TableName: "simple",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    });
    const log = service.changes("simple");
    const heard: Change[] = [];
    const stop = log?.listen((change) => heard.push(change));
    const start = now() * 1_000;
    const until = inSeconds(10);
    const id = { S: "1" };

    await put("1", until);
    await put("1", until);
    await put("1", inSeconds(20));
    await work.advance(120_000);
    await put("2");
    await call("DeleteItem", { TableName: "simple", Key: { id: { S: "2" } } });
    await call("DeleteItem", { TableName: "simple", Key: { id: { S: "2" } } });
    stop?.();
    await put("unheard");

    expect(heard).toMatchObject([
      { sequence: 1, atMs: start, keys: { id }, after: { id, until }, expired: false },
      { sequence: 2, before: { until }, after: { id }, expired: false },
      { sequence: 3, keys: { id }, before: { id }, expired: true },
      { sequence: 4, keys: { id: { S: "2" } }, expired: false },
      { sequence: 5, before: { id: { S: "2" } }, expired: false },
    ]);
    expect(heard[0]).not.toHaveProperty("before");
    expect(heard[2]).not.toHaveProperty("after");
    expect(log?.all().slice(0, 5)).toEqual(heard);
    expect(log?.all()).toHaveLength(6);
  });

  it("forgets changes of more than a day ago", async () => {
    const { call, put, work, service } = await expiring();
    await call("UpdateTable", {
      TableName: "simple",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    });
    await put("1");
    await work.advance(23 * 3_600_000);
    await put("2");
    await work.advance(2 * 3_600_000);
    await put("3");
    expect(
      service
        .changes("simple")
        ?.all()
        .map((change) => change.sequence),
    ).toEqual([2, 3]);
  });
});
