import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import type { MonitoringState } from "../state";

const schema = z.strictObject({
  dashboard_name: z.string().regex(/^[\w-]{1,255}$/),
  dashboard_body: z.string(),
});

type Config = z.infer<typeof schema>;

/** aws_cloudwatch_dashboard. */
export function dashboardResource(kernel: Kernel, state: MonitoringState): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_dashboard",
    arguments: schema,
    inert: { dashboard_body: "no metric is measured here, so there is nothing to draw" },
    replacedBy: ["dashboard_name"],
    apply({ dashboard_name: name, dashboard_body: body }) {
      checkJson(body);
      state.dashboards.set(name, body);
      return {
        id: name,
        dashboard_arn: `arn:${kernel.partition}:cloudwatch::${kernel.accountId}:dashboard/${name}`,
      };
    },
    remove: ({ dashboard_name: name }) => {
      state.dashboards.delete(name);
    },
  };
}

function checkJson(body: string): void {
  try {
    JSON.parse(body);
  } catch {
    throw new AwsError("InvalidParameterInput", "The field DashboardBody must be a valid JSON object");
  }
}
