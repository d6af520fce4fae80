import type { Kernel } from "../../../kernel/kernel";
import type { TableAccess } from "../requests/access";
import type { DynamoDbState } from "../state";

/** What operations and resources work with. */
export interface Context {
  readonly kernel: Kernel;
  readonly state: DynamoDbState;
  readonly access: TableAccess;
}
