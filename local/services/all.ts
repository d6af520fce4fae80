import type { RoleStore } from "../iam/role-store";
import type { Kernel } from "../kernel/kernel";
import type { Service } from "../kernel/service";
import { apigateway } from "./apigateway";
import { applicationAutoscaling } from "./application-autoscaling";
import { archive } from "./archive";
import { cognito } from "./cognito-idp";
import { dynamodb } from "./dynamodb";
import { events } from "./events";
import { iam } from "./iam";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { monitoring } from "./monitoring";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { sts } from "./sts";
import { xray } from "./xray";

/** Every service that the local cloud models, made for one cloud. */
export function createServices(kernel: Kernel, roles: RoleStore) {
  return {
    apigateway: apigateway(kernel),
    applicationAutoscaling: applicationAutoscaling(kernel),
    archive: archive(kernel),
    cognito: cognito(kernel),
    dynamodb: dynamodb(kernel),
    events: events(kernel),
    iam: iam(roles)(kernel),
    lambda: lambda(kernel),
    logs: logs(kernel),
    monitoring: monitoring(kernel),
    sns: sns(kernel),
    sqs: sqs(kernel),
    sts: sts(roles)(kernel),
    xray: xray(kernel),
  } satisfies Record<string, Service>;
}

export type Services = ReturnType<typeof createServices>;
