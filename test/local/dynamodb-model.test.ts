import fc from "fast-check";
import { emptyDatabase, index, tableRequest } from "./dynamodb-fixture";

interface Row {
  readonly pk: string;
  readonly sk: number;
  readonly color?: string;
  readonly size?: number;
}

type Step =
  | { readonly do: "put" | "put new"; readonly row: Row }
  | { readonly do: "delete"; readonly row: Row }
  | { readonly do: "recolor"; readonly row: Row; readonly color: string | undefined }
  | { readonly do: "grow"; readonly row: Row; readonly by: number }
  | { readonly do: "transact"; readonly rows: readonly Row[] };

const anyRow: fc.Arbitrary<Row> = fc
  .record({
    pk: fc.constantFrom("a", "b", "c"),
    sk: fc.integer({ min: -3, max: 12 }),
    color: fc.option(fc.constantFrom("red", "green"), { nil: undefined }),
    size: fc.option(fc.nat(5), { nil: undefined }),
  })
  .map(({ color, size, ...row }) => ({
    ...row,
    ...(color === undefined ? {} : { color }),
    ...(size === undefined ? {} : { size }),
  }));

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("put" as const, "put new" as const), row: anyRow }),
  fc.record({ do: fc.constant("put" as const), row: anyRow }),
  fc.record({ do: fc.constant("delete" as const), row: anyRow }),
  fc.record({
    do: fc.constant("recolor" as const),
    row: anyRow,
    color: fc.constantFrom("red", "blue", undefined),
  }),
  fc.record({ do: fc.constant("grow" as const), row: anyRow, by: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ do: fc.constant("transact" as const), rows: fc.array(anyRow, { minLength: 1, maxLength: 4 }) }),
);

const idOf = (row: Row) => `${row.pk} ${row.sk}`;
const keyOf = (row: Row) => ({ pk: { S: row.pk }, sk: { N: String(row.sk) } });
const itemOf = (row: Row) => ({
  ...keyOf(row),
  ...(row.color === undefined ? {} : { color: { S: row.color } }),
  ...(row.size === undefined ? {} : { size: { N: String(row.size) } }),
});

/** Plays steps on a table with a global and a local index, and on a map that must stay the same. */
class Play {
  private readonly cloud = emptyDatabase();
  readonly rows = new Map<string, Row>();

  async prepare(): Promise<void> {
    await this.cloud.call("CreateTable", {
      ...tableRequest("rows", ["pk", "sk:N", "color", "size:N"]),
      KeySchema: tableRequest("", ["pk", "sk"]).KeySchema,
      LocalSecondaryIndexes: [index("by-size", ["pk", "size"])],
      GlobalSecondaryIndexes: [index("by-color", ["color", "size"], { ProjectionType: "KEYS_ONLY" })],
    });
  }

  call(operation: string, input: object) {
    return this.cloud.call(operation, { TableName: "rows", ...input });
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case "put":
        await this.call("PutItem", { Item: itemOf(step.row) });
        this.rows.set(idOf(step.row), step.row);
        return;
      case "put new": {
        const isNew = !this.rows.has(idOf(step.row));
        const put = this.call("PutItem", {
          Item: itemOf(step.row),
          ConditionExpression: "attribute_not_exists(pk)",
        });
        await (isNew ? put : expect(put).rejects.toMatchObject({ code: "ConditionalCheckFailedException" }));
        if (isNew) this.rows.set(idOf(step.row), step.row);
        return;
      }
      case "delete": {
        const old = this.rows.get(idOf(step.row));
        const answer = await this.call("DeleteItem", { Key: keyOf(step.row), ReturnValues: "ALL_OLD" });
        expect(answer.Attributes).toEqual(old === undefined ? undefined : itemOf(old));
        this.rows.delete(idOf(step.row));
        return;
      }
      case "recolor":
        return this.recolor(step.row, step.color);
      case "grow": {
        const { Attributes } = await this.call("UpdateItem", {
          Key: keyOf(step.row),
          UpdateExpression: "ADD #s :by",
          ExpressionAttributeNames: { "#s": "size" },
          ExpressionAttributeValues: { ":by": { N: String(step.by) } },
          ReturnValues: "ALL_NEW",
        });
        const old = this.rows.get(idOf(step.row)) ?? { pk: step.row.pk, sk: step.row.sk };
        const row = { ...old, size: (old.size ?? 0) + step.by };
        this.rows.set(idOf(row), row);
        expect(Attributes).toEqual(itemOf(row));
        return;
      }
      case "transact":
        return this.transact(step.rows);
    }
  }

  /** Everything that can be read, against the rows. */
  async check(limit: number): Promise<void> {
    const rows = [...this.rows.values()];
    expect(sorted(await this.readAll("Scan", { Limit: limit }))).toEqual(sorted(rows.map(itemOf)));
    for (const pk of ["a", "b", "c"]) {
      const values = { ":pk": { S: pk }, ":low": { N: "1" } };
      const query = { ExpressionAttributeValues: values, Limit: limit };
      const expected = rows.filter((row) => row.pk === pk && row.sk >= 1).sort((a, b) => a.sk - b.sk);
      const ascending = await this.readAll("Query", {
        ...query,
        KeyConditionExpression: "pk = :pk AND sk >= :low",
      });
      expect(ascending).toEqual(expected.map(itemOf));
      const descending = await this.readAll("Query", {
        ...query,
        KeyConditionExpression: "pk = :pk AND sk >= :low",
        ScanIndexForward: false,
      });
      expect(descending).toEqual(expected.reverse().map(itemOf));
      const bySize = await this.readAll("Query", {
        ...query,
        IndexName: "by-size",
        KeyConditionExpression: "pk = :pk AND #s >= :low",
        ExpressionAttributeNames: { "#s": "size" },
      });
      const sized = rows.filter((row) => row.pk === pk && (row.size ?? 0) >= 1);
      expect(sorted(bySize)).toEqual(sorted(sized.map(itemOf)));
      expect(bySize.map(sizeOf)).toEqual(sized.map((row) => row.size).sort((a = 0, b = 0) => a - b));
    }
    const colored = await this.readAll("Scan", { IndexName: "by-color", Limit: limit });
    const inIndex = rows.filter((row) => row.color !== undefined && row.size !== undefined);
    expect(sorted(colored)).toEqual(sorted(inIndex.map(itemOf)));
    const { Table } = await this.call("DescribeTable", {});
    expect(Table["ItemCount"]).toBe(rows.length);
    expect(Table["GlobalSecondaryIndexes"]).toMatchObject([{ ItemCount: inIndex.length }]);
  }

  private async recolor(row: Row, color: string | undefined): Promise<void> {
    await this.call("UpdateItem", {
      Key: keyOf(row),
      ...(color === undefined
        ? { UpdateExpression: "REMOVE color" }
        : {
            UpdateExpression: "SET color = :c",
            ExpressionAttributeValues: { ":c": { S: color } },
          }),
    });
    const old = this.rows.get(idOf(row));
    // An update that only takes away makes no item.
    if (old === undefined && color === undefined) return;
    const { color: _, ...others } = old ?? { pk: row.pk, sk: row.sk };
    this.rows.set(idOf(row), { ...others, ...(color === undefined ? {} : { color }) });
  }

  /** All rows or none: a row that is there already stands against all. */
  private async transact(rows: readonly Row[]): Promise<void> {
    const distinct = [...new Map(rows.map((row) => [idOf(row), row])).values()];
    const TransactItems = distinct.map((row) => ({
      Put: { TableName: "rows", Item: itemOf(row), ConditionExpression: "attribute_not_exists(pk)" },
    }));
    const work = this.cloud.call("TransactWriteItems", { TransactItems });
    if (distinct.some((row) => this.rows.has(idOf(row)))) {
      await expect(work).rejects.toMatchObject({ code: "TransactionCanceledException" });
      return;
    }
    await work;
    for (const row of distinct) this.rows.set(idOf(row), row);
  }

  private async readAll(operation: string, input: object): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let start: object = {};
    for (;;) {
      const page = await this.call(operation, { ...input, ...start });
      items.push(...page.Items);
      if (page.LastEvaluatedKey === undefined) return items;
      start = { ExclusiveStartKey: page.LastEvaluatedKey };
    }
  }
}

const sizeOf = (item: Record<string, unknown>) => Number(Object.values(item["size"] as object)[0]);

function sorted(items: readonly Record<string, unknown>[]): string[] {
  return items.map((item) => JSON.stringify(Object.entries(item).sort())).sort();
}

test("a table with its indexes holds what a map of the same writes holds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 1, maxLength: 60, size: "max" }),
      fc.integer({ min: 1, max: 9 }),
      async (steps, limit) => {
        const play = new Play();
        await play.prepare();
        for (const step of steps) await play.play(step);
        await play.check(limit);
      },
    ),
    { numRuns: 60 },
  );
});

/** A condition as text, and what a naive reader makes of it. */
interface Condition {
  readonly text: string;
  holds(row: Row): boolean;
}

const COMPARATORS: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  "=": (a, b) => a === b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const anyName = fc.constantFrom("color" as const, "size" as const);
const anyComparison = fc.tuple(fc.constantFrom(...Object.keys(COMPARATORS)), fc.nat(5)).map(
  ([comparator, n]): Condition => ({
    text: `#size ${comparator} :${n}`,
    // Nothing is unequal to everything, and neither less nor more.
    holds: ({ size }) =>
      size === undefined ? comparator === "<>" : COMPARATORS[comparator]?.(size, n) === true,
  }),
);
const anyExistence = fc.tuple(anyName, fc.boolean()).map(
  ([name, exists]): Condition => ({
    text: `attribute_${exists ? "" : "not_"}exists(#${name})`,
    holds: (row) => (row[name] !== undefined) === exists,
  }),
);
const anyPrefix = fc.constantFrom("r", "g").map(
  (prefix): Condition => ({
    text: `begins_with(#color, :${prefix})`,
    holds: ({ color }) => color?.startsWith(prefix) === true,
  }),
);
const anyBetween = fc.tuple(fc.nat(5), fc.nat(5)).map(([a, b]): Condition => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return {
    text: `#size BETWEEN :${low} AND :${high}`,
    holds: ({ size }) => size !== undefined && size >= low && size <= high,
  };
});
const anyIn = fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }).map(
  (list): Condition => ({
    text: `#size IN (${list.map((n) => `:${n}`).join(", ")})`,
    holds: ({ size }) => size !== undefined && list.includes(size),
  }),
);
const anySimple = fc.oneof(anyComparison, anyExistence, anyPrefix, anyBetween, anyIn);

/** Without parentheses NOT binds closest, then AND, then OR. */
const anyCondition: fc.Arbitrary<Condition> = fc
  .array(fc.array(fc.tuple(fc.boolean(), anySimple), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((alternatives) => ({
    text: alternatives
      .map((all) => all.map(([negated, one]) => (negated ? `NOT ${one.text}` : one.text)).join(" AND "))
      .join(" OR "),
    holds: (row) => alternatives.some((all) => all.every(([negated, one]) => one.holds(row) !== negated)),
  }));
const anyNested = fc.tuple(anyCondition, fc.constantFrom("AND", "OR"), anyCondition, fc.boolean()).map(
  ([left, operator, right, negated]): Condition => ({
    text: `${negated ? "NOT " : ""}(${left.text}) ${operator} (${right.text})`,
    holds: (row) => {
      const first = left.holds(row) !== negated;
      return operator === "AND" ? first && right.holds(row) : first || right.holds(row);
    },
  }),
);

const VALUES: Readonly<Record<string, object>> = {
  ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((n) => [`:${n}`, { N: String(n) }])),
  ":r": { S: "r" },
  ":g": { S: "g" },
};

test("conditions hold as a naive reader says", async () => {
  const { call } = emptyDatabase();
  await call("CreateTable", tableRequest("rows", ["pk", "sk:N"]));
  await fc.assert(
    fc.asyncProperty(anyRow, fc.oneof(anyCondition, anyNested), async (row, condition) => {
      await call("PutItem", { TableName: "rows", Item: itemOf(row) });
      const used = (name: string) => condition.text.includes(name);
      const names = ["#size", "#color"].filter(used).map((name) => [name, name.slice(1)]);
      const values = Object.entries(VALUES).filter(([name]) => used(name));
      const { Count } = await call("Query", {
        TableName: "rows",
        KeyConditionExpression: "pk = :pk AND sk = :sk",
        FilterExpression: condition.text,
        ExpressionAttributeValues: {
          ...Object.fromEntries(values),
          ":pk": { S: row.pk },
          ":sk": { N: String(row.sk) },
        },
        ...(names.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(names) }),
      });
      expect(Count).toBe(condition.holds(row) ? 1 : 0);
    }),
    { numRuns: 500 },
  );
});
