import { listOf, required, type Shape, structure } from "../requests/members";
import { flag, oneOf, text } from "../requests/scalar-members";
import { onDemandThroughputMember, throughputMember } from "../requests/shapes";

const LONGEST_KEY_NAME = 255;
const indexName = required(text({ pattern: "[a-zA-Z0-9_.-]+", least: 3, most: 255 }));

const keySchema = required(
  listOf(
    structure({
      AttributeName: required(text({ least: 1, most: LONGEST_KEY_NAME })),
      KeyType: required(oneOf("HASH", "RANGE")),
    }),
    { least: 1, most: 2 },
  ),
);

const projection = required(
  structure({
    ProjectionType: oneOf("ALL", "INCLUDE", "KEYS_ONLY"),
    NonKeyAttributes: listOf(text({ least: 1, most: LONGEST_KEY_NAME }), { least: 1 }),
  }),
);

/** A new table's name. */
export const newTableNameMember = required(text({ pattern: "[a-zA-Z0-9_.-]+", least: 3, most: 255 }));

export const attributeDefinitionsMember = listOf(
  structure({
    AttributeName: required(text({ least: 1, most: LONGEST_KEY_NAME })),
    AttributeType: required(oneOf("B", "N", "S")),
  }),
);

/** A global index as it is made. */
export const globalIndexShape: Shape = {
  IndexName: indexName,
  KeySchema: keySchema,
  Projection: projection,
  ProvisionedThroughput: throughputMember,
  OnDemandThroughput: onDemandThroughputMember,
};

export const streamMember = structure({
  StreamEnabled: required(flag),
  StreamViewType: oneOf("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"),
});

export const encryptionMember = structure({
  Enabled: flag,
  SSEType: oneOf("AES256", "KMS"),
  KMSMasterKeyId: text(),
});

export const billingModeMember = oneOf("PROVISIONED", "PAY_PER_REQUEST");
export const tableClassMember = oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS");

export const tagsMember = listOf(
  structure({ Key: required(text({ least: 1, most: 128 })), Value: required(text({ most: 256 })) }),
);

/** The members of a `CreateTable`. */
export const createTableShape: Shape = {
  AttributeDefinitions: required(attributeDefinitionsMember),
  TableName: newTableNameMember,
  KeySchema: keySchema,
  BillingMode: billingModeMember,
  ProvisionedThroughput: throughputMember,
  OnDemandThroughput: onDemandThroughputMember,
  LocalSecondaryIndexes: listOf(
    structure({ IndexName: indexName, KeySchema: keySchema, Projection: projection }, "CreateTable"),
  ),
  GlobalSecondaryIndexes: listOf(structure(globalIndexShape, "CreateTable")),
  StreamSpecification: streamMember,
  SSESpecification: encryptionMember,
  Tags: tagsMember,
  TableClass: tableClassMember,
  DeletionProtectionEnabled: flag,
};
