import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { Construct } from "constructs";

/** Provisioned capacity that follows the load. Units per second, 1 to 40 000. */
export interface ProvisionedBilling {
  readonly minRead: number;
  readonly maxRead: number;
  readonly minWrite: number;
  readonly maxWrite: number;
  /**
   * Share of the capacity that should be in use, in percent, 20 to 90.
   * @defaultValue 70
   */
  readonly targetPercent?: number;
}

/** Lets AWS move the table's capacity between its bounds. */
export function addAutoscaling(scope: Construct, table: DynamodbTable, billing: ProvisionedBilling): void {
  const { targetPercent = 70 } = billing;
  const dimensions = [
    { id: "read", dimension: "ReadCapacityUnits", min: billing.minRead, max: billing.maxRead },
    { id: "write", dimension: "WriteCapacityUnits", min: billing.minWrite, max: billing.maxWrite },
  ];
  for (const { id, dimension, min, max } of dimensions) {
    const target = new AppautoscalingTarget(scope, `${id}-capacity`, {
      serviceNamespace: "dynamodb",
      resourceId: `table/${table.name}`,
      scalableDimension: `dynamodb:table:${dimension}`,
      minCapacity: min,
      maxCapacity: max,
    });
    new AppautoscalingPolicy(scope, `${id}-scaling`, {
      name: `${id}-utilisation`,
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: targetPercent,
        predefinedMetricSpecification: {
          predefinedMetricType:
            id === "read" ? "DynamoDBReadCapacityUtilization" : "DynamoDBWriteCapacityUtilization",
        },
      },
    });
  }
}
