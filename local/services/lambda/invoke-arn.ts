import type { Kernel } from "../../kernel/kernel";

/** The address by which API Gateway integrations name a function. */
export function invokeArn(kernel: Kernel, functionArn: string): string {
  return `arn:${kernel.partition}:apigateway:${kernel.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
