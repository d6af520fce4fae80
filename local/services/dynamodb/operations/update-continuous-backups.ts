import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { checkMembers, required, structure } from "../requests/members";
import { flag, integer } from "../requests/scalar-members";
import { tableNameMember } from "../requests/shapes";
import { setRecovery } from "../tables/change";
import { describeBackups } from "../tables/describe";
import type { Context } from "./context";
import { backedUpTable } from "./describe-continuous-backups";

interface Input {
  readonly TableName: string;
  readonly PointInTimeRecoverySpecification: {
    readonly PointInTimeRecoveryEnabled: boolean;
    readonly RecoveryPeriodInDays?: number;
  };
}

const SHAPE = {
  TableName: tableNameMember,
  PointInTimeRecoverySpecification: required(
    structure({
      PointInTimeRecoveryEnabled: required(flag),
      RecoveryPeriodInDays: integer({ least: 1, most: 35 }),
    }),
  ),
};

/** UpdateContinuousBackups; remembered and shown, since nothing can be restored locally. */
export function updateContinuousBackups({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "UpdateContinuousBackups",
    access: (input) => access.table("UpdateContinuousBackups", input.TableName),
    run(raw) {
      const input = checkMembers<Input>("UpdateContinuousBackups", raw, SHAPE);
      const table = backedUpTable(state, input.TableName);
      const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } =
        input.PointInTimeRecoverySpecification;
      if (!enabled && days !== undefined) {
        throw validationError(
          "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.",
        );
      }
      const now = kernel.clock.now();
      setRecovery(table, enabled, days, now);
      return describeBackups(table, now);
    },
  };
}
