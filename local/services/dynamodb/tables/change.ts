import { isDeepStrictEqual } from "node:util";
import type { IndexDefinition } from "../storage/secondary-index";
import type { Table } from "../storage/table";
import type { EncryptionSettings, TableSettings } from "../storage/table-settings";

const DEFAULT_RECOVERY_DAYS = 35;

/** Enables, changes or disables point-in-time recovery. @param days - defaults to 35 when it is enabled */
export function setRecovery(table: Table, enabled: boolean, days: number | undefined, nowMs: number): void {
  const { recovery, ...others } = table.settings;
  if (!enabled) {
    table.settings = others;
    return;
  }
  table.settings = {
    ...others,
    recovery: {
      enabledMs: recovery?.enabledMs ?? nowMs,
      periodDays: days ?? recovery?.periodDays ?? DEFAULT_RECOVERY_DAYS,
    },
  };
}

/** Takes the billing of `settings`; says since when the table is on demand, if it has become so. */
export function setBilling(
  table: Table,
  settings: Pick<TableSettings, "billingMode" | "throughput" | "onDemandThroughput">,
  nowMs: number,
): void {
  const { onDemandThroughput: _, ...others } = table.settings;
  const becomesOnDemand =
    settings.billingMode === "PAY_PER_REQUEST" && table.settings.billingMode !== "PAY_PER_REQUEST";
  table.settings = { ...others, ...settings, ...(becomesOnDemand ? { onDemandSinceMs: nowMs } : {}) };
  if (!becomesOnDemand) return;
  // Units are forgotten, so that they must be given again when the table is provisioned once more.
  for (const index of table.indexes.values()) {
    const { throughput: _, ...definition } = index.definition;
    index.definition = definition;
  }
}

/** Takes this encryption, or none but with the key that AWS owns. */
export function setEncryption(table: Table, encryption: EncryptionSettings | undefined): void {
  const { encryption: _, ...others } = table.settings;
  table.settings = encryption === undefined ? others : { ...others, encryption };
}

/**
 * Makes the table's global indexes what `definitions` says. An index whose key and projection stay keeps what it
 * holds; others are made anew from the items.
 */
export function setGlobalIndexes(table: Table, definitions: readonly IndexDefinition[]): void {
  const wanted = new Map(definitions.map((definition) => [definition.name, definition]));
  for (const [name, index] of table.indexes) {
    if (index.definition.kind === "local") continue;
    const definition = wanted.get(name);
    if (definition === undefined || !isSameIndex(index.definition, definition)) table.indexes.delete(name);
  }
  for (const definition of definitions) {
    const index = table.indexes.get(definition.name);
    if (index === undefined) table.addIndex(definition);
    else index.definition = definition;
  }
}

function isSameIndex(one: IndexDefinition, other: IndexDefinition): boolean {
  return isDeepStrictEqual(one.key, other.key) && isDeepStrictEqual(one.projection, other.projection);
}
