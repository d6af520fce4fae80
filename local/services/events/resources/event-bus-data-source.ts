import * as z from "zod";
import type { DataSourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { Buses } from "../buses";

const schema = z.strictObject({ name: text });

/** The data source `aws_cloudwatch_event_bus` */
export function eventBusDataSource(buses: Buses): DataSourceType<z.infer<typeof schema>> {
  return {
    type: "aws_cloudwatch_event_bus",
    arguments: schema,
    read({ name }) {
      const { arn, description = "" } = buses.get(name);
      return { id: name, name, arn, description };
    },
  };
}
