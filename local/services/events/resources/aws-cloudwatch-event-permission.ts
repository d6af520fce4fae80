import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, text } from "../../../terraform/arguments";
import { putStatement, removeStatement } from "../bus-changes";
import type { Buses } from "../buses";
import { statementOf } from "../permission";

const schema = z.strictObject({
  principal: text,
  statement_id: text,
  action: text.default("events:PutEvents"),
  event_bus_name: text.optional(),
  condition: block(z.strictObject({ key: text, type: text, value: text })).optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_cloudwatch_event_permission` */
export function eventPermissionResource(kernel: Kernel, buses: Buses): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_event_permission",
    arguments: schema,
    replacedBy: ["event_bus_name", "statement_id"],
    apply(config) {
      const bus = buses.get(config.event_bus_name);
      const { principal, statement_id, action, condition } = config;
      const statement = statementOf(bus, {
        Principal: principal,
        StatementId: statement_id,
        Action: action,
        ...(condition === undefined
          ? {}
          : { Condition: { Key: condition.key, Type: condition.type, Value: condition.value } }),
      });
      putStatement(bus, statement, kernel.clock.now());
      return { ...config, id: `${bus.name}/${statement_id}`, event_bus_name: bus.name };
    },
    remove({ event_bus_name, statement_id }) {
      const bus = buses.find(event_bus_name);
      if (bus?.policy !== undefined) removeStatement(bus, statement_id, kernel.clock.now());
    },
  };
}
