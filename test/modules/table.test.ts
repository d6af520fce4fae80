import type { Grantee } from "../../modules/permissions";
import { Table, type TableProps } from "../../modules/table";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const PROPS: TableProps = { service: "sample", name: "order", partitionKey: "orderId" };
const BY_USER = { name: "by-user", partitionKey: "userName", sortKey: "orderDate" };
const CAPACITY = { minRead: 1, maxRead: 20, minWrite: 2, maxWrite: 10 };

describe("Table", () => {
  test("is on demand, encrypted, protected and recoverable", () => {
    const table = synth((scope) => new Table(scope, "table", PROPS)).one("aws_dynamodb_table");

    expect(table).toMatchObject({
      name: "test-sample-order",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "orderId",
      attribute: [{ name: "orderId", type: "S" }],
      server_side_encryption: { enabled: true },
      point_in_time_recovery: { enabled: true },
      deletion_protection_enabled: true,
    });
    for (const absent of [
      "range_key",
      "global_secondary_index",
      "ttl",
      "stream_enabled",
      "read_capacity",
      "lifecycle",
    ]) {
      expect(table).not.toHaveProperty(absent);
    }
  });

  test("follows the environment in protection and recovery", () => {
    const table = synth((scope) => new Table(scope, "table", PROPS), {
      deletionProtection: false,
      pointInTimeRecovery: false,
    }).one("aws_dynamodb_table");

    expect(table).toMatchObject({
      deletion_protection_enabled: false,
      point_in_time_recovery: { enabled: false },
    });
  });

  test("has keys, indexes, expiry and stream as asked, each key attribute once", () => {
    const table = synth((scope) => {
      new Table(scope, "table", {
        ...PROPS,
        sortKey: { name: "version", type: "N" },
        indexes: [
          BY_USER,
          { name: "by-date", partitionKey: "orderDate", projection: "keys-only" },
          { name: "by-version", partitionKey: { name: "version", type: "N" }, projection: ["total"] },
        ],
        ttlAttribute: "expiresAt",
        stream: "NEW_AND_OLD_IMAGES",
      });
    }).one("aws_dynamodb_table");

    expect(table).toMatchObject({
      hash_key: "orderId",
      range_key: "version",
      attribute: [
        { name: "orderId", type: "S" },
        { name: "version", type: "N" },
        { name: "userName", type: "S" },
        { name: "orderDate", type: "S" },
      ],
      ttl: { attribute_name: "expiresAt", enabled: true },
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
    });
    expect(table["global_secondary_index"]).toEqual([
      { name: "by-user", hash_key: "userName", range_key: "orderDate", projection_type: "ALL" },
      { name: "by-date", hash_key: "orderDate", projection_type: "KEYS_ONLY" },
      { name: "by-version", hash_key: "version", projection_type: "INCLUDE", non_key_attributes: ["total"] },
    ]);
  });

  test("with provisioned capacity lets AWS scale it and leaves it alone", () => {
    const stack = synth(
      (scope) => new Table(scope, "table", { ...PROPS, indexes: [BY_USER], billing: CAPACITY }),
    );

    const table = stack.one("aws_dynamodb_table");
    expect(table).toMatchObject({
      billing_mode: "PROVISIONED",
      read_capacity: 1,
      write_capacity: 2,
      lifecycle: { ignore_changes: ["read_capacity", "write_capacity"] },
    });
    expect(table["global_secondary_index"]).toMatchObject([{ read_capacity: 20, write_capacity: 10 }]);
    expect(
      stack
        .all("aws_appautoscaling_target")
        .map((each) => [each["scalable_dimension"], each["min_capacity"], each["max_capacity"]]),
    ).toEqual([
      ["dynamodb:table:ReadCapacityUnits", 1, 20],
      ["dynamodb:table:WriteCapacityUnits", 2, 10],
    ]);
    expect(
      stack
        .all("aws_appautoscaling_policy")
        .map((each) => each["target_tracking_scaling_policy_configuration"]),
    ).toEqual([
      {
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: "DynamoDBReadCapacityUtilization" },
      },
      {
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: "DynamoDBWriteCapacityUtilization" },
      },
    ]);
  });

  describe("grants", () => {
    const ARN = expect.stringMatching(/^\$\{aws_dynamodb_table\.table_[0-9A-F]+\.arn\}$/);
    const INDEX_ARN = expect.stringMatching(
      /^\$\{aws_dynamodb_table\.table_[0-9A-F]+\.arn\}\/index\/by-user$/,
    );
    const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem"].map(
      (action) => `dynamodb:${action}`,
    );
    const READS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];

    function permitted(grant: (table: Table, grantee: Grantee) => void, props = PROPS) {
      const stack = synth((scope) => grant(new Table(scope, "table", props), sampleFunction(scope)));
      return stack.granted("test-sample-worker");
    }
    const granted = (grant: "grantRead" | "grantWrite" | "grantReadWrite", props = PROPS) =>
      permitted((table, grantee) => table[grant](grantee), props);

    test("to read cover the table alone where it has no index", () => {
      expect(granted("grantRead")).toEqual([{ Effect: "Allow", Action: READS, Resource: ARN }]);
    });

    test("to read cover queries of the indexes that exist", () => {
      expect(granted("grantRead", { ...PROPS, indexes: [BY_USER] })).toEqual([
        { Effect: "Allow", Action: READS, Resource: ARN },
        { Effect: "Allow", Action: "dynamodb:Query", Resource: INDEX_ARN },
      ]);
    });

    test("to do exactly some things are of the table alone", () => {
      const grant = (table: Table, grantee: Grantee) => table.grant(grantee, "Scan", "PutItem");

      expect(permitted(grant, { ...PROPS, indexes: [BY_USER] })).toEqual([
        { Effect: "Allow", Action: ["dynamodb:Scan", "dynamodb:PutItem"], Resource: ARN },
      ]);
    });

    test("to query an index are of that index alone", () => {
      const indexes = [BY_USER, { ...BY_USER, name: "other" }];
      const grant = (table: Table, grantee: Grantee) => table.grantIndexQuery(grantee, "by-user");

      expect(permitted(grant, { ...PROPS, indexes })).toEqual([
        { Effect: "Allow", Action: "dynamodb:Query", Resource: INDEX_ARN },
      ]);
    });

    test("to query an index that there is not are refused", () => {
      const grant = (table: Table, grantee: Grantee) => table.grantIndexQuery(grantee, "by-date");

      expect(() => permitted(grant, { ...PROPS, indexes: [BY_USER] })).toThrow(
        'table: the table has no index "by-date"; it has: by-user.',
      );
      expect(() => permitted(grant)).toThrow('the table has no index "by-date"; it has: none.');
    });

    test("to write do not read", () => {
      expect(granted("grantWrite", { ...PROPS, indexes: [BY_USER] })).toEqual([
        { Effect: "Allow", Action: WRITES, Resource: ARN },
      ]);
    });

    test("to read and write are both", () => {
      expect(granted("grantReadWrite").map(({ Action }) => Action)).toEqual([READS, WRITES]);
    });
  });

  const indexes = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `index-${index}`, partitionKey: "orderId" }));
  test.each<[Partial<TableProps>, Partial<TableProps>, string]>([
    [
      { indexes: indexes(20) },
      { indexes: indexes(21) },
      "indexes has 21 entries; DynamoDB takes 20 per table.",
    ],
    [
      { indexes: [{ ...BY_USER, name: "abc" }] },
      { indexes: [{ ...BY_USER, name: "ab" }] },
      'an index is named "ab"',
    ],
    [{ indexes: [BY_USER] }, { indexes: [BY_USER, BY_USER] }, "two indexes are named by-user"],
    [
      { partitionKey: "a" },
      { partitionKey: "" },
      'a key of the table is ""; the name of a key has 1 to 255 characters.',
    ],
    [
      { partitionKey: "a", sortKey: "b" },
      { partitionKey: "a", sortKey: { name: "a", type: "S" } },
      "the table has a as partition and as sort key; the two are different attributes. Leave the sort key out, or choose " +
        "another.",
    ],
    [
      { indexes: [BY_USER] },
      { indexes: [{ ...BY_USER, partitionKey: "a", sortKey: "a" }] },
      "index by-user has a as partition and as sort key",
    ],
    [
      { sortKey: "at", indexes: [{ name: "by-at", partitionKey: "at" }] },
      { sortKey: "at", indexes: [{ name: "by-at", partitionKey: { name: "at", type: "N" } }] },
      "key at of index by-at has type N, elsewhere S; an attribute has one type in all keys.",
    ],
    [
      { billing: CAPACITY },
      { billing: { ...CAPACITY, minRead: 0 } },
      "billing.minRead is 0; it must be a whole number",
    ],
    [
      { billing: { ...CAPACITY, minWrite: 10 } },
      { billing: { ...CAPACITY, minWrite: 11 } },
      "billing.minWrite is 11 and billing.maxWrite is 10; the minimum must not exceed the maximum.",
    ],
    [
      { billing: { ...CAPACITY, targetPercent: 90 } },
      { billing: { ...CAPACITY, targetPercent: 91 } },
      "billing.targetPercent is 91; it must be a whole number from 20 to 90.",
    ],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => new Table(scope, "table", { ...PROPS, ...good }))).toEqual([]);
    expect(refusal((scope) => new Table(scope, "table", { ...PROPS, ...bad }))).toEqual([
      expect.stringContaining(text),
    ]);
  });
});
