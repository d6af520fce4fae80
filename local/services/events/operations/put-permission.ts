import { parsePolicy } from "../../../iam/policy-json";
import { structure } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { putStatement } from "../bus-changes";
import type { Buses } from "../buses";
import { busName, eventsInput } from "../members";
import { type Permission, statementOf } from "../permission";

interface Input extends Permission {
  readonly EventBusName?: string;
  /** A whole policy as JSON, instead of the other members. */
  readonly Policy?: string;
}

/** Adds a statement to the policy of a bus, or puts another policy in its place. */
export function putPermission(kernel: Kernel, buses: Buses): Operation<Input, object> {
  return {
    name: "PutPermission",
    checkInput: eventsInput({
      EventBusName: busName,
      Action: text(),
      Principal: text(),
      StatementId: text(),
      Condition: structure({ Type: required(text()), Key: required(text()), Value: required(text()) }),
      Policy: text(),
    }),
    access: ({ EventBusName }) => [{ action: "events:PutPermission", resource: buses.arnOf(EventBusName) }],
    run(input) {
      const bus = buses.get(input.EventBusName);
      const nowMs = kernel.clock.now();
      if (input.Policy === undefined) putStatement(bus, statementOf(bus, input), nowMs);
      else {
        bus.policy = parsePolicy(input.Policy, `the policy of event bus ${bus.name}`, "resource");
        bus.modifiedAtMs = nowMs;
      }
      return {};
    },
  };
}
