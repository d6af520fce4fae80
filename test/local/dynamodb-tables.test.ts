import { database, emptyDatabase, index, keySchema, tableRequest, validation } from "./dynamodb-fixture";

const invalid = (detail: string) => validation(`One or more parameter values were invalid: ${detail}`);
const UNITS = { ReadCapacityUnits: 5, WriteCapacityUnits: 2 };
const provisioned = { BillingMode: "PROVISIONED", ProvisionedThroughput: UNITS };

describe("CreateTable", () => {
  it("makes a table that is ready at once, though the answer says that it is being made", async () => {
    const { call, kernel } = emptyDatabase();

    const { TableDescription } = await call("CreateTable", tableRequest("songs", ["artist", "year:N"]));

    expect(TableDescription).toEqual({
      TableName: "songs",
      TableStatus: "CREATING",
      TableArn: "arn:aws:dynamodb:eu-central-1:000000000000:table/songs",
      TableId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CreationDateTime: kernel.clock.now() / 1_000,
      AttributeDefinitions: [
        { AttributeName: "artist", AttributeType: "S" },
        { AttributeName: "year", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "artist", KeyType: "HASH" },
        { AttributeName: "year", KeyType: "RANGE" },
      ],
      BillingModeSummary: {
        BillingMode: "PAY_PER_REQUEST",
        LastUpdateToPayPerRequestDateTime: kernel.clock.now() / 1_000,
      },
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      TableSizeBytes: 0,
      ItemCount: 0,
      DeletionProtectionEnabled: false,
    });
    const { Table } = await call("DescribeTable", { TableName: "songs" });
    expect(Table).toEqual({ ...TableDescription, TableStatus: "ACTIVE" });
  });

  it("shows everything that was asked for", async () => {
    const { call } = emptyDatabase();

    await call("CreateTable", {
      ...tableRequest("songs", ["artist", "title"], provisioned),
      AttributeDefinitions: ["artist", "title", "genre", "year"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      LocalSecondaryIndexes: [index("by-year", ["artist", "year"], { ProjectionType: "KEYS_ONLY" })],
      GlobalSecondaryIndexes: [
        {
          ...index("by-genre", ["genre"], { ProjectionType: "INCLUDE", NonKeyAttributes: ["length"] }),
          ProvisionedThroughput: UNITS,
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/mine" },
      TableClass: "STANDARD_INFREQUENT_ACCESS",
      DeletionProtectionEnabled: true,
    });

    const { Table } = await call("DescribeTable", { TableName: "songs" });
    expect(Table).toMatchObject({
      ProvisionedThroughput: UNITS,
      LocalSecondaryIndexes: [
        {
          IndexName: "by-year",
          IndexArn: `${Table.TableArn}/index/by-year`,
          KeySchema: keySchema(["artist", "year"]),
          Projection: { ProjectionType: "KEYS_ONLY" },
          ItemCount: 0,
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-genre",
          IndexStatus: "ACTIVE",
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["length"] },
          ProvisionedThroughput: UNITS,
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      LatestStreamArn: expect.stringMatching(`^${Table.TableArn}/stream/\\d{4}-\\d\\d-\\d\\dT[\\d:.]+$`),
      SSEDescription: {
        Status: "ENABLED",
        SSEType: "KMS",
        KMSMasterKeyArn: "arn:aws:kms:eu-central-1:000000000000:alias/mine",
      },
      TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
      DeletionProtectionEnabled: true,
    });
    expect(Table).not.toHaveProperty("BillingModeSummary");
  });

  const two = ["pk", "sk"];
  const globals = (...GlobalSecondaryIndexes: unknown[]) => ({ GlobalSecondaryIndexes });
  const locals = (...LocalSecondaryIndexes: unknown[]) => ({ LocalSecondaryIndexes });

  test.each<[string, Record<string, unknown>, { code: string; message: string }]>([
    [
      "no name and no key",
      { AttributeDefinitions: [] },
      validation(
        "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'keySchema' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      "a bad name",
      tableRequest("a;", ["id"]),
      validation(
        "2 validation errors detected: Value 'a;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
      ),
    ],
    [
      "a bad type",
      tableRequest("abc", ["id:X"]),
      validation(
        "1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]",
      ),
    ],
    [
      "an undefined key attribute",
      tableRequest("abc", ["id"], { KeySchema: keySchema(["other"]) }),
      invalid(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [other], AttributeDefinitions: [id]",
      ),
    ],
    [
      "an unused attribute",
      tableRequest("abc", two, { KeySchema: keySchema(["pk"]) }),
      invalid(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
      ),
    ],
    [
      "an attribute that no key and no index uses",
      tableRequest("abc", ["pk", "sk", "x"], {
        KeySchema: keySchema(["pk"]),
        ...globals(index("gsi", ["sk"])),
      }),
      invalid(
        "Some AttributeDefinitions are not used. AttributeDefinitions: [pk, sk, x], keys used: [pk, sk]",
      ),
    ],
    [
      "an attribute defined twice",
      tableRequest("abc", ["id", "id"], { KeySchema: keySchema(["id"]) }),
      validation("Attribute Name is duplicated: id"),
    ],
    [
      "a key without partition",
      tableRequest("abc", ["id"], { KeySchema: [{ AttributeName: "id", KeyType: "RANGE" }] }),
      validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type"),
    ],
    [
      "a key with two partitions",
      tableRequest("abc", two, {
        KeySchema: two.map((AttributeName) => ({ AttributeName, KeyType: "HASH" })),
      }),
      validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"),
    ],
    [
      "a key of one attribute twice",
      tableRequest("abc", ["id"], { KeySchema: keySchema(["id", "id"]) }),
      validation("Both the Hash Key and the Range Key element in the KeySchema have the same name"),
    ],
    [
      "provisioned without units",
      tableRequest("abc", ["id"], { BillingMode: "PROVISIONED" }),
      invalid(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
      ),
    ],
    [
      "on demand with units",
      tableRequest("abc", ["id"], { ProvisionedThroughput: UNITS }),
      invalid(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
      ),
    ],
    [
      "units below one",
      tableRequest("abc", ["id"], {
        ...provisioned,
        ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 },
      }),
      validation(
        "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    ],
    [
      "a local index of a table without sort key",
      tableRequest("abc", two, { KeySchema: keySchema(["pk"]), ...locals(index("lsi", two)) }),
      invalid(
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
      ),
    ],
    [
      "a local index without sort key",
      tableRequest("abc", two, locals(index("lsi", ["pk"]))),
      invalid("Index KeySchema does not have a range key for index: lsi"),
    ],
    [
      "a local index of another partition",
      tableRequest("abc", two, locals(index("lsi", ["sk", "pk"]))),
      invalid(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: lsi. index hash key: sk, table hash key: pk",
      ),
    ],
    [
      "six local indexes",
      tableRequest("abc", two, locals(...[1, 2, 3, 4, 5, 6].map((i) => index(`lsi${i}`, two)))),
      invalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5"),
    ],
    [
      "21 global indexes",
      tableRequest("abc", two, globals(...Array.from({ length: 21 }, (_, i) => index(`gsi${i}`, ["sk"])))),
      invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20"),
    ],
    [
      "an empty list of global indexes",
      tableRequest("abc", two, globals()),
      invalid("List of GlobalSecondaryIndexes is empty"),
    ],
    [
      "an empty list of local indexes",
      tableRequest("abc", two, locals()),
      invalid("List of LocalSecondaryIndexes is empty"),
    ],
    [
      "two indexes of one name",
      tableRequest("abc", two, { ...locals(index("same", two)), ...globals(index("same", ["sk"])) }),
      invalid("Duplicate index name: same"),
    ],
    [
      "an index without units in a provisioned table",
      tableRequest("abc", two, { ...provisioned, ...globals(index("gsi", ["sk"])) }),
      invalid("ProvisionedThroughput is not specified for index: gsi"),
    ],
    [
      "an index with units in a table on demand",
      tableRequest("abc", two, globals({ ...index("gsi", ["sk"]), ProvisionedThroughput: UNITS })),
      invalid(
        "ProvisionedThroughput should not be specified for index: gsi when BillingMode is PAY_PER_REQUEST",
      ),
    ],
    [
      "a projection without type",
      tableRequest("abc", two, globals({ ...index("gsi", ["sk"]), Projection: {} })),
      invalid("Unknown ProjectionType: null"),
    ],
    [
      "a projection of all and some",
      tableRequest("abc", two, globals(index("gsi", ["sk"], { NonKeyAttributes: ["x"] }))),
      invalid("ProjectionType is ALL, but NonKeyAttributes is specified"),
    ],
    [
      "a projection that includes nothing",
      tableRequest("abc", two, globals(index("gsi", ["sk"], { ProjectionType: "INCLUDE" }))),
      invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
    ],
    [
      "a stream without view",
      tableRequest("abc", ["id"], { StreamSpecification: { StreamEnabled: true } }),
      invalid("Table is being created with a stream enabled, UpdateViewType is required"),
    ],
    [
      "a view without stream",
      tableRequest("abc", ["id"], {
        StreamSpecification: { StreamEnabled: false, StreamViewType: "KEYS_ONLY" },
      }),
      invalid("Table is being created with a stream disabled, UpdateViewType should not be specified"),
    ],
    [
      "a tag of AWS",
      tableRequest("abc", ["id"], { Tags: [{ Key: "aws:x", Value: "" }] }),
      validation("Tag Key cannot be prefixed with aws:, Key: aws:x"),
    ],
    [
      "something that is not modelled",
      tableRequest("abc", ["id"], { WarmThroughput: { ReadUnitsPerSecond: 1 } }),
      validation("the local cloud does not model the member WarmThroughput of CreateTable"),
    ],
  ])("refuses %s", async (_, request, error) => {
    const { call } = emptyDatabase();
    await expect(call("CreateTable", request)).rejects.toMatchObject(error);
    expect((await call("ListTables"))["TableNames"]).toEqual([]);
  });

  it("refuses a name that is taken", async () => {
    const { call } = await database();
    await expect(call("CreateTable", tableRequest("simple", ["id"]))).rejects.toMatchObject({
      code: "ResourceInUseException",
      message: "Table already exists: simple",
    });
  });
});

describe("DescribeTable", () => {
  it("counts items and bytes as they are now", async () => {
    const { call } = await database();
    await call("PutItem", { TableName: "simple", Item: { id: { S: "1" }, text: { S: "äöü" } } });
    await call("PutItem", { TableName: "simple", Item: { id: { S: "2" } } });
    await call("DeleteItem", { TableName: "simple", Key: { id: { S: "2" } } });

    const { Table } = await call("DescribeTable", { TableName: "simple" });

    expect(Table).toMatchObject({ ItemCount: 1, TableSizeBytes: "id1text".length + 6 });
  });

  it("takes an ARN in the place of the name", async () => {
    const { call } = await database();
    const { Table } = await call("DescribeTable", { TableName: "simple" });

    expect((await call("DescribeTable", { TableName: Table.TableArn })).Table).toEqual(Table);
    await call("PutItem", { TableName: Table.TableArn, Item: { id: { S: "1" } } });
    expect((await call("Scan", { TableName: "simple" })).Count).toBe(1);
  });

  test.each(["DescribeTable", "DeleteTable", "DescribeTimeToLive"])(
    "%s knows only tables that are there",
    async (operation) => {
      const { call } = emptyDatabase();
      await expect(call(operation, { TableName: "gone" })).rejects.toMatchObject({
        code: "ResourceNotFoundException",
        message: "Requested resource not found: Table: gone not found",
      });
    },
  );
});

describe("DeleteTable", () => {
  it("deletes the table with its items", async () => {
    const { call, service } = await database();
    await call("PutItem", { TableName: "simple", Item: { id: { S: "1" } } });

    const { TableDescription } = await call("DeleteTable", { TableName: "simple" });

    expect(TableDescription).toMatchObject({ TableName: "simple", TableStatus: "DELETING" });
    expect(service.tableNames()).toEqual(["sorted"]);
    await expect(call("GetItem", { TableName: "simple", Key: { id: { S: "1" } } })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
    await call("CreateTable", tableRequest("simple", ["id"]));
    expect(service.inspect("simple")).toEqual([]);
  });

  it("spares a protected table", async () => {
    const { call } = emptyDatabase();
    await call("CreateTable", tableRequest("kept", ["id"], { DeletionProtectionEnabled: true }));

    await expect(call("DeleteTable", { TableName: "kept" })).rejects.toMatchObject(
      validation(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      ),
    );

    await call("UpdateTable", { TableName: "kept", DeletionProtectionEnabled: false });
    await call("DeleteTable", { TableName: "kept" });
  });
});

describe("ListTables", () => {
  it("lists the names page by page", async () => {
    const { call } = emptyDatabase();
    for (const name of ["ccc", "aaa", "bbb"]) await call("CreateTable", tableRequest(name, ["id"]));

    expect(await call("ListTables")).toEqual({ TableNames: ["aaa", "bbb", "ccc"] });
    expect(await call("ListTables", { Limit: 2 })).toEqual({
      TableNames: ["aaa", "bbb"],
      LastEvaluatedTableName: "bbb",
    });
    expect(await call("ListTables", { Limit: 2, ExclusiveStartTableName: "bbb" })).toEqual({
      TableNames: ["ccc"],
    });
    await expect(call("ListTables", { Limit: 101 })).rejects.toMatchObject(
      validation(
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
      ),
    );
  });
});

describe("tags", () => {
  it("adds, replaces, lists and removes them", async () => {
    const { call } = emptyDatabase();
    const { TableDescription } = await call(
      "CreateTable",
      tableRequest("simple", ["id"], { Tags: [{ Key: "team", Value: "a" }] }),
    );
    const ResourceArn = TableDescription["TableArn"];

    await call("TagResource", {
      ResourceArn,
      Tags: [
        { Key: "team", Value: "b" },
        { Key: "stage", Value: "dev" },
      ],
    });
    expect(await call("ListTagsOfResource", { ResourceArn })).toEqual({
      Tags: [
        { Key: "team", Value: "b" },
        { Key: "stage", Value: "dev" },
      ],
    });
    await call("UntagResource", { ResourceArn, TagKeys: ["team", "other"] });
    expect(await call("ListTagsOfResource", { ResourceArn })).toEqual({
      Tags: [{ Key: "stage", Value: "dev" }],
    });
  });

  const ARN = "arn:aws:dynamodb:eu-central-1:000000000000:table/simple";

  test.each<[string, string, Record<string, unknown>, { code: string; message: string }]>([
    [
      "no ARN",
      "ListTagsOfResource",
      { ResourceArn: "simple" },
      invalid("ARNs must start with 'arn:': simple"),
    ],
    [
      "an ARN of nothing",
      "TagResource",
      { ResourceArn: `${ARN}s`, Tags: [{ Key: "a", Value: "b" }] },
      {
        code: "ResourceNotFoundException",
        message: `Requested resource not found: ResourcArn: ${ARN}s not found`,
      },
    ],
    [
      "no tags",
      "TagResource",
      { ResourceArn: ARN, Tags: [] },
      validation("Atleast one Tag needs to be provided as Input."),
    ],
    [
      "no keys",
      "UntagResource",
      { ResourceArn: ARN, TagKeys: [] },
      validation("Atleast one Tag Key needs to be provided as Input."),
    ],
    [
      "51 tags",
      "TagResource",
      { ResourceArn: ARN, Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "" })) },
      validation("Number of Tags exceed the current limit for the provided ResourceArn"),
    ],
  ])("refuses %s", async (_, operation, input, error) => {
    const { call } = await database();
    await expect(call(operation, input)).rejects.toMatchObject(error);
  });
});

describe("backups and limits", () => {
  it("shows point-in-time recovery as it was set", async () => {
    const { call, work, kernel } = await database();
    const TableName = "simple";
    const describe = async () =>
      (await call("DescribeContinuousBackups", { TableName }))["ContinuousBackupsDescription"];
    expect(await describe()).toEqual({
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    });

    const enabledAt = kernel.clock.now() / 1_000;
    await call("UpdateContinuousBackups", {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
    });
    await work.advance(3_600_000);

    expect(await describe()).toEqual({
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: "ENABLED",
        RecoveryPeriodInDays: 7,
        EarliestRestorableDateTime: enabledAt,
        LatestRestorableDateTime: enabledAt + 3_300,
      },
    });
    await expect(
      call("UpdateContinuousBackups", {
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 },
      }),
    ).rejects.toMatchObject(
      validation(
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.",
      ),
    );
    await expect(call("DescribeContinuousBackups", { TableName: "gone" })).rejects.toMatchObject({
      code: "TableNotFoundException",
      message: "Table not found: gone",
    });
  });

  it("shows the quotas of a new account", async () => {
    expect(await emptyDatabase().call("DescribeLimits")).toEqual({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    });
  });
});

describe("PartiQL", () => {
  test.each(["BatchExecuteStatement", "ExecuteTransaction"])("%s is no operation here", async (operation) => {
    await expect(emptyDatabase().call(operation, { Statement: "SELECT * FROM x" })).rejects.toMatchObject({
      code: expect.stringMatching(/UnknownOperation/),
    });
  });
});
