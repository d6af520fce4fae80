import { attribute, database, emptyDatabase, index, tableRequest, validation } from "./dynamodb-fixture";

const invalid = (detail: string) => validation(`One or more parameter values were invalid: ${detail}`);
const UNITS = { ReadCapacityUnits: 5, WriteCapacityUnits: 2 };

/** A provisioned table `sorted` of key `pk`, `sk` with a global and a local index. */
async function provisionedDatabase() {
  const cloud = emptyDatabase();
  await cloud.call(
    "CreateTable",
    tableRequest("sorted", ["pk", "sk"], {
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: UNITS,
      GlobalSecondaryIndexes: [{ ...index("gsi", ["sk"]), ProvisionedThroughput: UNITS }],
      LocalSecondaryIndexes: [index("lsi", ["pk", "sk"])],
    }),
  );
  const update = (changes: object) => cloud.call("UpdateTable", { TableName: "sorted", ...changes });
  const describe = async () => (await cloud.call("DescribeTable", { TableName: "sorted" })).Table;
  return { ...cloud, update, describe };
}

describe("billing", () => {
  it("changes units", async () => {
    const { update, describe } = await provisionedDatabase();
    const units = { ReadCapacityUnits: 6, WriteCapacityUnits: 2 };

    const { TableDescription } = await update({ ProvisionedThroughput: units });

    expect(TableDescription["TableStatus"]).toBe("UPDATING");
    expect((await describe())["ProvisionedThroughput"]).toMatchObject(units);
  });

  it("goes on demand and back", async () => {
    const { update, describe, kernel } = await provisionedDatabase();
    const now = kernel.clock.now() / 1_000;
    const none = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

    await update({ BillingMode: "PAY_PER_REQUEST" });
    expect(await describe()).toMatchObject({
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST", LastUpdateToPayPerRequestDateTime: now },
      ProvisionedThroughput: none,
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: none }],
    });

    await expect(update({ BillingMode: "PROVISIONED" })).rejects.toMatchObject(
      invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED"),
    );
    const back = { BillingMode: "PROVISIONED", ProvisionedThroughput: UNITS };
    await expect(update(back)).rejects.toMatchObject(
      invalid("ProvisionedThroughput must be specified for index: gsi"),
    );
    await update({
      ...back,
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "gsi", ProvisionedThroughput: UNITS } }],
    });
    expect(await describe()).toMatchObject({
      BillingModeSummary: { BillingMode: "PROVISIONED", LastUpdateToPayPerRequestDateTime: now },
      ProvisionedThroughput: UNITS,
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: UNITS }],
    });
  });

  it("bounds a table on demand", async () => {
    const { call } = await database();
    const update = (changes: object) => call("UpdateTable", { TableName: "simple", ...changes });

    await update({ OnDemandThroughput: { MaxReadRequestUnits: 10 } });

    const { Table } = await call("DescribeTable", { TableName: "simple" });
    expect(Table["OnDemandThroughput"]).toEqual({ MaxReadRequestUnits: 10, MaxWriteRequestUnits: -1 });
  });
});

describe("indexes", () => {
  it("makes a global index from the items that are there, and takes it away again", async () => {
    const { call } = await database();
    const update = (change: object, more: object = {}) =>
      call("UpdateTable", { TableName: "simple", GlobalSecondaryIndexUpdates: [change], ...more });
    await call("PutItem", { TableName: "simple", Item: { id: { S: "1" }, color: { S: "red" } } });
    await call("PutItem", { TableName: "simple", Item: { id: { S: "2" }, color: { N: "1" } } });
    await call("PutItem", { TableName: "simple", Item: { id: { S: "3" } } });

    await update(
      { Create: index("by-color", ["color"]) },
      { AttributeDefinitions: [attribute("id"), attribute("color")] },
    );

    const { Items } = await call("Scan", { TableName: "simple", IndexName: "by-color" });
    expect(Items).toEqual([{ id: { S: "1" }, color: { S: "red" } }]);
    const { Table } = await call("DescribeTable", { TableName: "simple" });
    expect(Table).toMatchObject({
      AttributeDefinitions: [{ AttributeName: "id" }, { AttributeName: "color" }],
      GlobalSecondaryIndexes: [{ IndexName: "by-color", IndexStatus: "ACTIVE", ItemCount: 1 }],
    });
    await update({ Delete: { IndexName: "by-color" } });
    await expect(call("Scan", { TableName: "simple", IndexName: "by-color" })).rejects.toMatchObject(
      validation("The table does not have the specified index: by-color"),
    );
  });
});

describe("streams", () => {
  it("enables and disables", async () => {
    const { update, describe, service } = await provisionedDatabase();
    const enable = { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } };

    await update(enable);
    expect((await describe())["StreamSpecification"]).toEqual(enable.StreamSpecification);
    expect(service.changes("sorted")?.viewType).toBe("NEW_AND_OLD_IMAGES");
    await expect(update(enable)).rejects.toMatchObject(
      validation("Table already has an enabled stream: TableName: sorted"),
    );

    await update({ StreamSpecification: { StreamEnabled: false } });
    expect(await describe()).not.toHaveProperty("StreamSpecification");
    expect(service.changes("sorted")).toBeUndefined();
  });
});

describe("encryption and class", () => {
  it("are shown as they were set", async () => {
    const { update, describe } = await provisionedDatabase();

    await update({ SSESpecification: { Enabled: true } });
    await update({ TableClass: "STANDARD_INFREQUENT_ACCESS" });
    expect(await describe()).toMatchObject({
      SSEDescription: { KMSMasterKeyArn: "arn:aws:kms:eu-central-1:000000000000:alias/aws/dynamodb" },
      TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
    });
    await update({ SSESpecification: { Enabled: false } });
    expect(await describe()).not.toHaveProperty("SSEDescription");
  });
});

describe("UpdateTable refuses", () => {
  const change = (...GlobalSecondaryIndexUpdates: object[]) => ({ GlobalSecondaryIndexUpdates });
  const creation = (name: string) => ({
    Create: { ...index(name, ["sk"]), ProvisionedThroughput: UNITS },
  });
  const AttributeDefinitions = [attribute("pk"), attribute("sk")];

  test.each<[string, object, { code: string; message: string }]>([
    [
      "nothing",
      {},
      validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required",
      ),
    ],
    [
      "the same units",
      { ProvisionedThroughput: UNITS },
      validation(
        "The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 2. Requested WriteCapacityUnits: 2. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
      ),
    ],
    [
      "units on demand",
      { BillingMode: "PAY_PER_REQUEST", ProvisionedThroughput: UNITS },
      invalid(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
      ),
    ],
    [
      "units of an index on demand",
      {
        BillingMode: "PAY_PER_REQUEST",
        ...change({ Update: { IndexName: "gsi", ProvisionedThroughput: UNITS } }),
      },
      invalid(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: gsi when BillingMode is PAY_PER_REQUEST",
      ),
    ],
    [
      "encryption together with others",
      { SSESpecification: { Enabled: true }, TableClass: "STANDARD" },
      invalid("Server-Side Encryption modification must be the only operation in the request"),
    ],
    [
      "AES256",
      { SSESpecification: { Enabled: true, SSEType: "AES256" } },
      invalid("SSEType AES256 is not supported"),
    ],
    [
      "a key without encryption",
      { SSESpecification: { Enabled: false, KMSMasterKeyId: "x" } },
      invalid("KMSMasterKeyId can not be specified if Enabled is false"),
    ],
    [
      "stream and units",
      {
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      },
      invalid("You cannot modify stream status while updating table IOPS"),
    ],
    [
      "a stream without view",
      { StreamSpecification: { StreamEnabled: true } },
      invalid("If stream is being enabled then UpdateViewType is required"),
    ],
    [
      "an end of no stream",
      { StreamSpecification: { StreamEnabled: false } },
      validation("Table has no stream to disable: TableName: sorted"),
    ],
    [
      "an index update that is none",
      change({}),
      invalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      ),
    ],
    [
      "two actions in one index update",
      change({ Delete: { IndexName: "gsi" }, Update: { IndexName: "gsi" } }),
      invalid("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"),
    ],
    [
      "two updates of one index",
      change({ Delete: { IndexName: "gsi" } }, { Delete: { IndexName: "gsi" } }),
      invalid("Only one global secondary index update per index is allowed simultaneously. Index: gsi"),
    ],
    [
      "two new indexes at once",
      { AttributeDefinitions, ...change(creation("one"), creation("two")) },
      {
        code: "LimitExceededException",
        message:
          "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
      },
    ],
    [
      "an index that is there",
      { AttributeDefinitions, ...change(creation("gsi")) },
      validation("Attempting to create an index which already exists"),
    ],
    [
      "an index without attributes",
      change(creation("new")),
      invalid("AttributeDefinitions is not specified for index: new"),
    ],
    [
      "an index of an undefined attribute",
      { AttributeDefinitions: [attribute("pk")], ...change(creation("new")) },
      invalid(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [sk], AttributeDefinitions: [pk]",
      ),
    ],
    [
      "the deletion of no index",
      change({ Delete: { IndexName: "gone" } }),
      {
        code: "ResourceNotFoundException",
        message: "Requested resource not found: Index gone for table sorted",
      },
    ],
    [
      "the deletion of a local index",
      change({ Delete: { IndexName: "lsi" } }),
      validation("Cannot delete an index that is not a GlobalSecondaryIndex: lsi"),
    ],
    [
      "replicas",
      { ReplicaUpdates: [] },
      validation("the local cloud does not model the member ReplicaUpdates of UpdateTable"),
    ],
  ])("%s", async (_, changes, error) => {
    const { update, describe } = await provisionedDatabase();
    const before = await describe();

    await expect(update(changes)).rejects.toMatchObject(error);

    expect(await describe()).toEqual(before);
  });
});
