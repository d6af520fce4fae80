import { type DynamoDbService, dynamodb } from "../../local/services/dynamodb";
import { testKernel } from "./test-kernel";

/** A `CreateTable` of an on-demand table; keys are written `name` for a string or `name:N`. */
export function tableRequest(name: string, key: readonly string[], more: Record<string, unknown> = {}) {
  return {
    TableName: name,
    AttributeDefinitions: key.map(attribute),
    KeySchema: keySchema(key),
    BillingMode: "PAY_PER_REQUEST",
    ...more,
  };
}

/** An attribute definition. */
export function attribute(key: string) {
  const [AttributeName = "", AttributeType = "S"] = key.split(":");
  return { AttributeName, AttributeType };
}

/** The partition key and perhaps the sort key. */
export function keySchema(key: readonly string[]) {
  return key.map((one, i) => ({
    AttributeName: attribute(one).AttributeName,
    KeyType: i === 0 ? "HASH" : "RANGE",
  }));
}

/** A secondary index that projects everything, unless `projection` says otherwise. */
export function index(name: string, key: readonly string[], projection: Record<string, unknown> = {}) {
  return {
    IndexName: name,
    KeySchema: keySchema(key),
    Projection: { ProjectionType: "ALL", ...projection },
  };
}

type Output = Record<string, never> & {
  readonly Item?: unknown;
  readonly Items: Record<string, Record<string, unknown>>[];
  readonly Attributes?: unknown;
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Record<string, unknown>;
  readonly ConsumedCapacity?: Record<string, unknown>;
  readonly Responses: Record<string, unknown>[] & Record<string, unknown[]>;
  readonly Table: Record<string, unknown> & { readonly TableArn: string };
  readonly TableDescription: Record<string, unknown>;
};

/** DynamoDB on virtual time, without tables. */
export function emptyDatabase(options: Parameters<typeof testKernel>[1] = {}) {
  const cloud = testKernel([dynamodb], options);
  const service = cloud.services[0] as DynamoDbService;
  const call = (operation: string, input: unknown = {}) => cloud.call<Output>("dynamodb", operation, input);
  return { ...cloud, service, call };
}

/** DynamoDB with a table `simple` of key `id` and a table `sorted` of key `pk`, `sk`. */
export async function database(options: Parameters<typeof testKernel>[1] = {}) {
  const cloud = emptyDatabase(options);
  await cloud.call("CreateTable", tableRequest("simple", ["id"]));
  await cloud.call("CreateTable", tableRequest("sorted", ["pk", "sk"]));
  return cloud;
}

/** What a rejected promise is matched against. */
export function validation(message: string) {
  return { code: "ValidationException", message };
}
