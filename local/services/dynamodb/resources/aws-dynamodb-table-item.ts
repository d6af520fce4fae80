import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { validationError } from "../errors";
import type { Context } from "../operations/context";
import { carryOut, commit, readDelete, readPut } from "../requests/writes";
import { locatePrimary } from "../storage/key-schema";
import { positionId } from "../storage/position";
import { pick } from "../values/attribute-value";
import { readItem } from "../values/read-value";

const schema = z.strictObject({
  table_name: text,
  hash_key: text,
  range_key: text.optional(),
  item: text,
});

type Config = z.infer<typeof schema>;

/** aws_dynamodb_table_item */
export function tableItemResource(context: Context): ResourceType<Config> {
  const { kernel, state } = context;
  return {
    type: "aws_dynamodb_table_item",
    arguments: schema,
    replacedBy: ["table_name", "hash_key", "range_key"],
    apply(config, { address, prior }) {
      const before = prior === undefined ? undefined : (prior.config as Config);
      const table = state.table(config.table_name);
      const item = parseItem(config, address);
      const names = config.range_key === undefined ? [config.hash_key] : [config.hash_key, config.range_key];
      if (names.join() !== table.keyNames.join()) {
        throw validationError(
          `${address}: hash_key and range_key are ${names.join(", ")}, but the key of ${table.name} is ${table.keyNames.join(", ")}`,
        );
      }
      const write = readPut(state, { TableName: config.table_name, Item: item }).plan(table);
      const id = positionId(locatePrimary(table.key, write.key));
      if (before === undefined) {
        if (table.find(write.key) !== undefined) {
          throw new AwsError("ConditionalCheckFailedException", `${address}: the item is there already`);
        }
      } else {
        const old = pick(readItem(parseItem(before, address)), table.keyNames);
        if (positionId(locatePrimary(table.key, old)) !== id) remove(before, address);
      }
      commit(write, write.after(undefined), kernel.clock.now());
      return { ...config, id: [config.table_name, ...names, ...keyTexts(item, names)].join("|") };
    },
    remove: (config, _attributes, { address }) => remove(config, address),
  };

  function remove(config: Config, address: string): void {
    const table = state.tables.get(config.table_name);
    if (table === undefined) return;
    const Key = pick(readItem(parseItem(config, address)), table.keyNames);
    const request = readDelete(state, { TableName: config.table_name, Key });
    carryOut(request.plan(table), kernel.clock.now());
  }
}

function parseItem(config: Config, address: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(config.item));
  } catch {
    throw validationError(
      `${address}: item is not a JSON object of attributes such as {"id": {"S": "1"}}: ${config.item}`,
    );
  }
}

function keyTexts(item: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] {
  return names.map((name) => String(Object.values((item[name] ?? {}) as object)[0]));
}
