import * as z from "zod";
import { UnsupportedError } from "../../../kernel/errors";
import type { Attributes, ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number, text } from "../../../terraform/arguments";
import type { Context } from "../operations/context";
import { checkMembers } from "../requests/members";
import type { Table } from "../storage/table";
import { readBlueprint } from "../tables/blueprint";
import { setBilling, setGlobalIndexes, setRecovery } from "../tables/change";
import { dropTable, kmsKeyArn, makeTable, setStream, setTimeToLive, streamArn } from "../tables/lifecycle";
import type { CreateTableInput } from "../tables/table-inputs";
import { createTableShape } from "../tables/table-shapes";
import { tableInput } from "./table-input";

const onDemandThroughput = block(
  z.strictObject({ max_read_request_units: number.optional(), max_write_request_units: number.optional() }),
).optional();

const schema = z.strictObject({
  name: text,
  billing_mode: z.enum(["PROVISIONED", "PAY_PER_REQUEST"]).default("PROVISIONED"),
  hash_key: text,
  range_key: text.optional(),
  read_capacity: number.optional(),
  write_capacity: number.optional(),
  attribute: blocks(z.strictObject({ name: text, type: z.enum(["S", "N", "B"]) })),
  global_secondary_index: blocks(
    z.strictObject({
      name: text,
      hash_key: text,
      range_key: text.optional(),
      projection_type: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
      non_key_attributes: z.array(text).optional(),
      read_capacity: number.optional(),
      write_capacity: number.optional(),
      on_demand_throughput: onDemandThroughput,
    }),
  ),
  local_secondary_index: blocks(
    z.strictObject({
      name: text,
      range_key: text,
      projection_type: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
      non_key_attributes: z.array(text).optional(),
    }),
  ),
  on_demand_throughput: onDemandThroughput,
  stream_enabled: bool.default(false),
  stream_view_type: z.enum(["", "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]).optional(),
  ttl: block(z.strictObject({ enabled: bool.default(false), attribute_name: text.optional() })).optional(),
  point_in_time_recovery: block(
    z.strictObject({ enabled: bool, recovery_period_in_days: number.optional() }),
  ).optional(),
  server_side_encryption: block(z.strictObject({ enabled: bool, kms_key_arn: text.optional() })).optional(),
  deletion_protection_enabled: bool.default(false),
  table_class: z.enum(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]).default("STANDARD"),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
  timeouts: block(
    z.strictObject({ create: text.optional(), update: text.optional(), delete: text.optional() }),
  ).optional(),
});

/** The arguments of `aws_dynamodb_table`. */
export type TableConfig = z.infer<typeof schema>;

const CAPACITY = "shown by DescribeTable; tables are never throttled";
const STREAM =
  "the stream has its ARN and its changes are kept for a day; the API that reads them is not modelled";

/** aws_dynamodb_table */
export function tableResource(context: Context): ResourceType<TableConfig> {
  return {
    type: "aws_dynamodb_table",
    arguments: schema,
    inert: {
      read_capacity: CAPACITY,
      write_capacity: CAPACITY,
      on_demand_throughput: CAPACITY,
      billing_mode: CAPACITY,
      "global_secondary_index.read_capacity": CAPACITY,
      "global_secondary_index.write_capacity": CAPACITY,
      "global_secondary_index.on_demand_throughput": CAPACITY,
      stream_enabled: STREAM,
      stream_view_type: STREAM,
      point_in_time_recovery: "shown by DescribeContinuousBackups; nothing can be restored",
      server_side_encryption: "shown by DescribeTable; items are kept in memory as they are",
      table_class: "shown by DescribeTable; it only changes the price",
      timeouts: "everything is done at once",
    },
    replacedBy: ["name", "hash_key", "range_key", "local_secondary_index"],
    apply(config, { address, prior }) {
      const input = checkMembers<CreateTableInput>("CreateTable", tableInput(config), createTableShape);
      const now = context.kernel.clock.now();
      const blueprint = readBlueprint(input, now, kmsKeyArn(context));
      const existing = prior === undefined ? undefined : context.state.tables.get(config.name);
      if (existing === undefined) {
        const table = makeTable(context, blueprint);
        configure(context, table, config);
        return attributesOf(table, config);
      }
      for (const key of [blueprint.key.partition, blueprint.key.sort]) {
        const current = [existing.key.partition, existing.key.sort].find((one) => one?.name === key?.name);
        if (current?.type === key?.type) continue;
        throw new UnsupportedError(
          `${address}: the type of the key attribute ${key?.name} cannot change from ${current?.type} to ${key?.type}; AWS refuses it, too: give the table or the key attribute another name`,
        );
      }
      setBilling(existing, blueprint.settings, now);
      const { recovery, onDemandSinceMs } = existing.settings;
      existing.settings = {
        ...blueprint.settings,
        ...(recovery === undefined ? {} : { recovery }),
        ...(onDemandSinceMs === undefined ? {} : { onDemandSinceMs }),
      };
      setGlobalIndexes(
        existing,
        blueprint.indexes.filter((index) => index.kind === "global"),
      );
      if (existing.changes?.viewType !== blueprint.streamViewType) {
        setStream(context, existing, blueprint.streamViewType);
      }
      configure(context, existing, config);
      return attributesOf(existing, config);
    },
    remove(config) {
      const table = context.state.tables.get(config.name);
      if (table !== undefined) dropTable(context, table);
    },
  };
}

/** Sets what AWS sets by calls of its own. */
function configure(context: Context, table: Table, config: TableConfig): void {
  const attribute = config.ttl?.enabled === true ? config.ttl.attribute_name : undefined;
  if (table.expiry?.attribute !== attribute) setTimeToLive(context, table, attribute);
  const recovery = config.point_in_time_recovery;
  setRecovery(
    table,
    recovery?.enabled === true,
    recovery?.recovery_period_in_days,
    context.kernel.clock.now(),
  );
}

function attributesOf(table: Table, config: TableConfig): Attributes {
  const { throughput } = table.settings;
  return {
    ...config,
    id: table.name,
    arn: table.arn,
    read_capacity: throughput.read,
    write_capacity: throughput.write,
    stream_arn: streamArn(table) ?? "",
    stream_label: table.changes?.label ?? "",
    tags: config.tags ?? {},
    tags_all: table.settings.tags,
  };
}
