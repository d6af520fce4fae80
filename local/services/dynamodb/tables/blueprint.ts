import { invalidParameter } from "../errors";
import type { StreamViewType } from "../storage/change-log";
import type { KeySchema } from "../storage/key-schema";
import type { IndexDefinition, Projection } from "../storage/secondary-index";
import type { EncryptionSettings, TableSettings } from "../storage/table-settings";
import { checkAttributeUse, checkGlobalIndexes, checkLocalIndexes } from "./check-indexes";
import { type AttributeTypes, readAttributeTypes, readKey } from "./read-key";
import { onDemand, readThroughput, toThroughput } from "./read-throughput";
import type {
  CreateTableInput,
  EncryptionInput,
  IndexInput,
  ProjectionInput,
  StreamInput,
} from "./table-inputs";
import { checkTags } from "./tags";

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
  const types = readAttributeTypes(input.AttributeDefinitions);
  const key = readKey(input.KeySchema, types);
  checkAttributeUse(input);
  const locals = checkLocalIndexes(input);
  const globals = checkGlobalIndexes(input, billingMode);
  const tags = Object.fromEntries((input.Tags ?? []).map((tag) => [tag.Key, tag.Value]));
  checkTags(tags);
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
      tags,
    },
    streamViewType: readStream(input.StreamSpecification),
  };
}

/** Reads an index whose request has been checked. @throws AwsError with AWS's words */
export function readIndex(
  input: IndexInput,
  kind: "global" | "local",
  types: AttributeTypes,
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
