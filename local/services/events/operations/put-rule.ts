import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import { type Buses, busName } from "../buses";
import { busReference, eventsInput, ruleName } from "../members";
import { putRule as put, ruleArn } from "../rule-changes";
import type { Scheduler } from "../schedule/scheduler";

interface Input {
  readonly Name: string;
  readonly EventBusName?: string;
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
}

const MODELLED = ["Name", "EventBusName", "EventPattern", "ScheduleExpression", "State", "Description"];

/** Makes a rule, or changes one; what is not said of it then is gone. */
export function putRule(
  kernel: Kernel,
  buses: Buses,
  scheduler: Scheduler,
): Operation<Input, { RuleArn: string }> {
  return {
    name: "PutRule",
    checkInput: eventsInput({
      Name: required(ruleName),
      EventBusName: busReference,
      EventPattern: text(),
      ScheduleExpression: text({ most: 256 }),
      State: text(),
      Description: text({ most: 512 }),
    }),
    access: ({ Name, EventBusName }) => [
      { action: "events:PutRule", resource: ruleArn(kernel, busName(EventBusName), String(Name)) },
    ],
    run(input) {
      onlyModelled("events:PutRule", input, MODELLED);
      const { arn } = put(kernel, buses.get(input.EventBusName), {
        name: String(input.Name),
        description: input.Description,
        eventPattern: input.EventPattern,
        scheduleExpression: input.ScheduleExpression,
        state: input.State,
      });
      scheduler.update(arn);
      return { RuleArn: arn };
    },
  };
}
