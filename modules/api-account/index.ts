import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import { assumeRolePolicy } from "../permissions";

export interface ApiAccountProps {
  /** Service that the role belongs to, in kebab-case. */
  readonly service: string;
}

/**
 * Lets the REST APIs of this account and region write access logs. There is one such setting per account and
 * region: two stacks that make it take it from each other with every deployment.
 */
export class ApiAccount extends Construct {
  /** @throws ModuleConfigError when the name of the role breaks the rules. */
  constructor(scope: Construct, id: string, { service }: ApiAccountProps) {
    super(scope, id);
    const { permissionsBoundary } = EnvironmentContext.of(this);
    const check = new ConfigCheck(this);
    const name = check.physicalName("role", service, "api-logs");
    check.done();

    const role = new IamRole(this, "role", {
      name,
      assumeRolePolicy: assumeRolePolicy("apigateway.amazonaws.com"),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    });
    const attachment = new IamRolePolicyAttachment(this, "role-policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    });
    new ApiGatewayAccount(this, "account", { cloudwatchRoleArn: role.arn, dependsOn: [attachment] });
  }
}
