import { API_GATEWAY } from "./api-gateway";
import { CLOUDWATCH } from "./cloudwatch";
import { COGNITO } from "./cognito";
import { DYNAMODB } from "./dynamodb";
import { EVENTS } from "./events";
import { IAM, PIPELINE_IAM } from "./iam";
import { LAMBDA } from "./lambda";
import { LOGS } from "./logs";
import type { ServiceAccess } from "./service-access";
import { SNS } from "./sns";
import { SQS } from "./sqs";
import { STATE_BUCKET } from "./state-bucket";
import { XRAY } from "./xray";

/**
 * The services that the stacks are made of, in the policies that they share: IAM takes 6 144 characters in one policy. A
 * new service joins where there is room; moving one changes nothing but the policies.
 */
export const SERVICES = {
  compute: [API_GATEWAY, COGNITO, IAM, LAMBDA],
  data: [CLOUDWATCH, DYNAMODB, EVENTS, LOGS, SNS, SQS, XRAY],
  bootstrap: [PIPELINE_IAM, STATE_BUCKET],
} as const satisfies Readonly<Record<string, readonly ServiceAccess[]>>;

/** The Terraform types that the pipeline may plan. */
export const COVERED_TYPES: readonly string[] = Object.values(SERVICES)
  .flat()
  .flatMap(({ types }) => types);
