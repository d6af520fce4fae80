import type { Check } from "./member-check";
import { mapOf, required, structure } from "./members";
import { anything, integer, oneOf, text } from "./scalar-members";

const tableName = text({ pattern: "[a-zA-Z0-9_.-]+", least: 1, most: 255 });

/** A table's name, or its ARN. */
export const tableNameMember = required((value, path, problems) => {
  if (typeof value !== "string" || !value.startsWith("arn:")) tableName(value, path, problems);
});

/** An index's name. */
export const indexNameMember = text({ pattern: "[a-zA-Z0-9_.-]+", least: 3, most: 255 });

/** Attributes; their values are checked where they are read. */
export const attributesMember = mapOf(anything);

export const returnConsumedCapacityMember = oneOf("INDEXES", "TOTAL", "NONE");
export const returnItemCollectionMetricsMember = oneOf("SIZE", "NONE");
export const onConditionFailureMember = oneOf("ALL_OLD", "NONE");

/** `ReturnValues`, as far as any operation takes it. */
export const returnValuesMember = oneOf("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");

export const expressionMember: Check = text();
export const namesMember = mapOf(text());
export const valuesMember = mapOf(anything);

/** Provisioned units per second. */
export const throughputMember = structure({
  WriteCapacityUnits: required(integer({ least: 1 })),
  ReadCapacityUnits: required(integer({ least: 1 })),
});

/** Upper bounds of on-demand units per second. */
export const onDemandThroughputMember = structure({
  MaxReadRequestUnits: integer({ least: -1 }),
  MaxWriteRequestUnits: integer({ least: -1 }),
});
