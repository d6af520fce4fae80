import type { Kernel } from "../../../kernel/kernel";
import type { AccessRequest } from "../../../kernel/policy";
import { type DynamoDbState, tableName } from "../state";
import { member } from "./unchecked";

/** What IAM is asked about tables and indexes. */
export class TableAccess {
  constructor(
    private readonly kernel: Kernel,
    private readonly state: DynamoDbState,
  ) {}

  /**
   * A request for an action on a table.
   * @param name - the table's name or ARN, as the request gives it; nothing is asked when that is no text, for
   * then the request fails anyway
   * @param keys - items or keys whose partition keys are `dynamodb:LeadingKeys`
   */
  table(action: string, name: unknown, keys: readonly unknown[] = []): readonly AccessRequest[] {
    if (typeof name !== "string") return [];
    const table = this.state.tables.get(tableName(name));
    const attribute = table?.key.partition.name;
    const leading = attribute === undefined ? [] : keys.map((key) => member(key, attribute));
    return [this.request(action, this.kernel.arn("dynamodb", `table/${tableName(name)}`), leading)];
  }

  /** A request for an action on a table, or on one of its indexes. @param leading - partition key values */
  source(
    action: string,
    name: unknown,
    index: unknown,
    leading: readonly unknown[] = [],
  ): readonly AccessRequest[] {
    if (typeof name !== "string") return [];
    const table = this.kernel.arn("dynamodb", `table/${tableName(name)}`);
    return [this.request(action, typeof index === "string" ? `${table}/index/${index}` : table, leading)];
  }

  /** A request for an action on whatever has this ARN. */
  resource(action: string, arn: unknown): readonly AccessRequest[] {
    return typeof arn === "string" ? [{ action: `dynamodb:${action}`, resource: arn }] : [];
  }

  private request(action: string, resource: string, leading: readonly unknown[]): AccessRequest {
    const keys = [...new Set(leading.map(scalarText).filter((text) => text !== undefined))];
    const request = { action: `dynamodb:${action}`, resource };
    return keys.length === 0 ? request : { ...request, context: { "dynamodb:LeadingKeys": keys } };
  }
}

function scalarText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const scalar = Object.values(value)[0];
  return typeof scalar === "string" ? scalar : undefined;
}
