import { invalidParameter, validationError } from "../errors";
import type { StreamViewType } from "../storage/change-log";
import type { KeyAttribute, KeySchema } from "../storage/key-schema";
import type { IndexDefinition, OnDemandThroughput, Projection, Throughput } from "../storage/secondary-index";
import type { BillingMode, EncryptionSettings, TableSettings } from "../storage/table-settings";
import { checkAttributeUse, checkGlobalIndexes, checkLocalIndexes } from "./check-indexes";
import type {
  AttributeDefinitionInput,
  CreateTableInput,
  EncryptionInput,
  IndexInput,
  KeySchemaElement,
  OnDemandThroughputInput,
  ProjectionInput,
  StreamInput,
  ThroughputInput,
} from "./table-inputs";

/** What a table shall be: checked, in the terms of the storage. */
export interface Blueprint {
  readonly name: string;
  readonly key: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  readonly settings: TableSettings;
  readonly streamViewType: StreamViewType | undefined;
}

/** The key that AWS manages, by its alias. */
const AWS_MANAGED_KEY = "alias/aws/dynamodb";

/**
 * Reads what a table shall be from a request whose members have been checked.
 * @param keyArn - makes the ARN of a KMS key from its id, alias or ARN
 * @throws AwsError with AWS's words
 */
export function readBlueprint(
  input: CreateTableInput,
  nowMs: number,
  keyArn: (key: string) => string,
): Blueprint {
  const billingMode = input.BillingMode ?? "PROVISIONED";
  const throughput = readThroughput(billingMode, input.ProvisionedThroughput);
  const types = new Map(
    input.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  checkAttributeNames(input.AttributeDefinitions);
  const key = readKey(input.KeySchema, types);
  checkAttributeUse(input);
  const locals = checkLocalIndexes(input);
  const globals = checkGlobalIndexes(input, billingMode);
  const encryption = readEncryption(input.SSESpecification, keyArn);
  return {
    name: input.TableName,
    key,
    indexes: [
      ...locals.map((index) => readIndex(index, "local", types)),
      ...globals.map((index) => readIndex(index, "global", types)),
    ],
    settings: {
      billingMode,
      throughput,
      ...onDemand(input.OnDemandThroughput),
      ...(billingMode === "PAY_PER_REQUEST" ? { onDemandSinceMs: nowMs } : {}),
      deletionProtection: input.DeletionProtectionEnabled === true,
      tableClass: input.TableClass ?? "STANDARD",
      ...(encryption === undefined ? {} : { encryption }),
      tags: Object.fromEntries((input.Tags ?? []).map((tag) => [tag.Key, tag.Value])),
    },
    streamViewType: readStream(input.StreamSpecification),
  };
}

/** Reads an index whose request has been checked. @throws AwsError with AWS's words */
export function readIndex(
  input: IndexInput,
  kind: "global" | "local",
  types: ReadonlyMap<string, KeyAttribute["type"]>,
): IndexDefinition {
  return {
    name: input.IndexName,
    kind,
    key: readKey(input.KeySchema, types),
    projection: readProjection(input.Projection),
    ...(input.ProvisionedThroughput === undefined
      ? {}
      : { throughput: toThroughput(input.ProvisionedThroughput) }),
    ...onDemand(input.OnDemandThroughput),
  };
}

/** @throws AwsError when the units do not go with the billing mode */
export function readThroughput(mode: BillingMode, input: ThroughputInput | undefined): Throughput {
  if (mode === "PAY_PER_REQUEST") {
    if (input === undefined) return { read: 0, write: 0 };
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  if (input !== undefined) return toThroughput(input);
  throw invalidParameter(
    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
  );
}

/** @throws AwsError when encryption is asked for in a way that AWS refuses */
export function readEncryption(
  input: EncryptionInput | undefined,
  keyArn: (key: string) => string,
): EncryptionSettings | undefined {
  if (input?.Enabled !== true) {
    if (input?.KMSMasterKeyId !== undefined) {
      throw invalidParameter("KMSMasterKeyId can not be specified if Enabled is false");
    }
    return undefined;
  }
  if (input.SSEType === "AES256") throw invalidParameter("SSEType AES256 is not supported");
  return { kmsKeyArn: keyArn(input.KMSMasterKeyId ?? AWS_MANAGED_KEY) };
}

/** @throws AwsError when the stream and its view type do not go together */
function readStream(input: StreamInput | undefined): StreamViewType | undefined {
  if (input === undefined) return undefined;
  if (input.StreamEnabled && input.StreamViewType === undefined) {
    throw invalidParameter("Table is being created with a stream enabled, UpdateViewType is required");
  }
  if (!input.StreamEnabled && input.StreamViewType !== undefined) {
    throw invalidParameter(
      "Table is being created with a stream disabled, UpdateViewType should not be specified",
    );
  }
  return input.StreamViewType;
}

function readKey(
  elements: readonly KeySchemaElement[],
  types: ReadonlyMap<string, KeyAttribute["type"]>,
): KeySchema {
  const [first, second] = elements;
  if (first?.KeyType !== "HASH") {
    throw validationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (second === undefined) return { partition: keyAttribute(first, elements, types) };
  if (second.KeyType !== "RANGE") {
    throw validationError("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
  if (first.AttributeName === second.AttributeName) {
    throw validationError("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  return {
    partition: keyAttribute(first, elements, types),
    sort: keyAttribute(second, elements, types),
  };
}

function keyAttribute(
  { AttributeName: name }: KeySchemaElement,
  elements: readonly KeySchemaElement[],
  types: ReadonlyMap<string, KeyAttribute["type"]>,
): KeyAttribute {
  const type = types.get(name);
  if (type !== undefined) return { name, type };
  const keys = elements.map((element) => element.AttributeName).join(", ");
  throw invalidParameter(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${[...types.keys()].join(", ")}]`,
  );
}

function readProjection({ ProjectionType: type, NonKeyAttributes: attributes }: ProjectionInput): Projection {
  if (type === undefined) throw invalidParameter("Unknown ProjectionType: null");
  if (type !== "INCLUDE") {
    if (attributes === undefined) return { type };
    throw invalidParameter(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  if (attributes === undefined) {
    throw invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
  return { type, attributes };
}

function checkAttributeNames(definitions: readonly AttributeDefinitionInput[]): void {
  const seen = new Set<string>();
  for (const { AttributeName: name } of definitions) {
    if (seen.has(name)) throw validationError(`Attribute Name is duplicated: ${name}`);
    seen.add(name);
  }
}

function toThroughput(input: ThroughputInput): Throughput {
  return { read: input.ReadCapacityUnits, write: input.WriteCapacityUnits };
}

/** The bounds, as far as there are any. */
export function onDemand(input: OnDemandThroughputInput | undefined): {
  onDemandThroughput?: OnDemandThroughput;
} {
  if (input === undefined) return {};
  const { MaxReadRequestUnits: maxRead, MaxWriteRequestUnits: maxWrite } = input;
  return {
    onDemandThroughput: {
      ...(maxRead === undefined ? {} : { maxRead }),
      ...(maxWrite === undefined ? {} : { maxWrite }),
    },
  };
}
