import { isoTime } from "../../../kernel/clock";
import { AwsError } from "../../../kernel/errors";
import { validationError } from "../errors";
import type { Context } from "../operations/context";
import type { StreamViewType } from "../storage/change-log";
import { Expiry } from "../storage/expiry";
import { Table } from "../storage/table";
import type { Blueprint } from "./blueprint";

/** Makes a table, which can be used at once. @throws AwsError when its name is taken */
export function makeTable(context: Context, blueprint: Blueprint): Table {
  const { kernel, state } = context;
  const { name } = blueprint;
  if (state.tables.has(name)) {
    throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
  }
  const arn = kernel.arn("dynamodb", `table/${name}`);
  const { key, settings } = blueprint;
  const table = new Table(name, arn, kernel.ids.uuid(), kernel.clock.now(), key, settings);
  for (const index of blueprint.indexes) table.addIndex(index);
  if (blueprint.streamViewType !== undefined) setStream(context, table, blueprint.streamViewType);
  state.tables.set(name, table);
  return table;
}

/** Deletes a table with its items. @throws AwsError when it is protected */
export function dropTable({ state }: Context, table: Table): void {
  if (table.settings.deletionProtection) {
    throw validationError(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  }
  table.setExpiry(undefined);
  state.tables.delete(table.name);
}

/** Enables or disables a table's stream; an enabled one is a new stream with a label of its own. */
export function setStream({ kernel }: Context, table: Table, viewType: StreamViewType | undefined): void {
  table.setStream(viewType, isoTime(kernel.clock.now()).replace("Z", ""));
}

/** Enables or disables the deletion of expired items. @param attribute - undefined to disable */
export function setTimeToLive({ kernel }: Context, table: Table, attribute: string | undefined): void {
  const expire = (id: string): void => table.expire(id, kernel.clock.now());
  table.setExpiry(attribute === undefined ? undefined : new Expiry(attribute, kernel.clock, expire));
}

/** The ARN of a table's stream. */
export function streamArn(table: Table): string | undefined {
  return table.changes === undefined ? undefined : `${table.arn}/stream/${table.changes.label}`;
}

/** The ARN of a KMS key that is given by its ARN, its alias or its id. */
export function kmsKeyArn({ kernel }: Context): (key: string) => string {
  return (key) => {
    if (key.startsWith("arn:")) return key;
    return kernel.arn("kms", key.startsWith("alias/") ? key : `key/${key}`);
  };
}
