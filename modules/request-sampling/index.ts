import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";

export interface RequestSamplingProps {
  /** Share of requests that X-Ray records beyond the first of each second, 0 to 1; 0 records none at all. */
  readonly share: number;
}

/** X-Ray takes the rule of the lowest number that matches; the account's default rule has 10 000. */
const PRIORITY = 1_000;

/** How many of the environment's requests X-Ray records: those that enter at an API or function of its name. */
export class RequestSampling extends Construct {
  /** @throws ModuleConfigError when the share is no share. */
  constructor(scope: Construct, id: string, { share }: RequestSamplingProps) {
    super(scope, id);
    const check = new ConfigCheck(this);
    check.that(
      share >= 0 && share <= 1,
      `share is ${share}; it must be a number from 0 (none) to 1 (every request).`,
    );
    check.done();

    const { environment } = EnvironmentContext.of(this);
    new XraySamplingRule(this, "rule", {
      ruleName: `${environment}-requests`,
      priority: PRIORITY,
      reservoirSize: share === 0 ? 0 : 1,
      fixedRate: share,
      serviceName: `${environment}-*`,
      serviceType: "*",
      host: "*",
      httpMethod: "*",
      urlPath: "*",
      resourceArn: "*",
      version: 1,
    });
  }
}
