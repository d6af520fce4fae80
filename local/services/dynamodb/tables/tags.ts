import { AwsError } from "../../../kernel/errors";
import { invalidParameter, validationError } from "../errors";
import type { DynamoDbState } from "../state";
import type { Table } from "../storage/table";

const MOST_TAGS = 50;

/** The table with this ARN. @throws AwsError with AWS's words */
export function taggedTable(state: DynamoDbState, arn: string): Table {
  if (!arn.startsWith("arn:")) throw invalidParameter(`ARNs must start with 'arn:': ${arn}`);
  const table = [...state.tables.values()].find((one) => one.arn === arn);
  if (table !== undefined) return table;
  // The spelling is AWS's.
  throw new AwsError(
    "ResourceNotFoundException",
    `Requested resource not found: ResourcArn: ${arn} not found`,
  );
}

/** @throws AwsError when AWS does not take such tags */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(tags).find((key) => key.startsWith("aws:"));
  if (reserved !== undefined) throw validationError(`Tag Key cannot be prefixed with aws:, Key: ${reserved}`);
  if (Object.keys(tags).length > MOST_TAGS) {
    throw validationError("Number of Tags exceed the current limit for the provided ResourceArn");
  }
}
