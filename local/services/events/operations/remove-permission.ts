import { flag, text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { removeStatement } from "../bus-changes";
import type { Buses } from "../buses";
import { invalid } from "../errors";
import { busName, eventsInput } from "../members";

interface Input {
  readonly EventBusName?: string;
  readonly StatementId?: string;
  readonly RemoveAllPermissions?: boolean;
}

/** Takes a statement, or all, from the policy of a bus. */
export function removePermission(kernel: Kernel, buses: Buses): Operation<Input, object> {
  return {
    name: "RemovePermission",
    checkInput: eventsInput({ EventBusName: busName, StatementId: text(), RemoveAllPermissions: flag() }),
    access: ({ EventBusName }) => [
      { action: "events:RemovePermission", resource: buses.arnOf(EventBusName) },
    ],
    run({ EventBusName, StatementId, RemoveAllPermissions }) {
      const bus = buses.get(EventBusName);
      if (RemoveAllPermissions === true) {
        bus.policy = undefined;
        bus.modifiedAtMs = kernel.clock.now();
        return {};
      }
      if (!StatementId) throw invalid("Parameter StatementId is required.");
      if (bus.policy === undefined) {
        throw new AwsError("ResourceNotFoundException", "EventBus does not have a policy.");
      }
      removeStatement(bus, StatementId, kernel.clock.now());
      return {};
    },
  };
}
