import * as z from "zod";
import { UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { DataSourceType } from "../../../kernel/service";

const nothing = z.strictObject({});
const regionSchema = z.strictObject({ name: z.string().optional() });

/** aws_caller_identity: Terraform acts as the operator. */
export function callerIdentityData(kernel: Kernel): DataSourceType<z.infer<typeof nothing>> {
  return {
    type: "aws_caller_identity",
    arguments: nothing,
    read: () => ({
      id: kernel.accountId,
      account_id: kernel.accountId,
      user_id: kernel.accountId,
      arn: `arn:${kernel.partition}:iam::${kernel.accountId}:root`,
    }),
  };
}

/** aws_region: the one region of the cloud. */
export function regionData(kernel: Kernel): DataSourceType<z.infer<typeof regionSchema>> {
  return {
    type: "aws_region",
    arguments: regionSchema,
    read({ name = kernel.region }) {
      if (name !== kernel.region) {
        throw new UnsupportedError(`the local cloud is one region, ${kernel.region}, and knows no ${name}`);
      }
      return { id: name, name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
    },
  };
}

/** aws_partition: the commercial regions. */
export function partitionData(kernel: Kernel): DataSourceType<z.infer<typeof nothing>> {
  return {
    type: "aws_partition",
    arguments: nothing,
    read: () => ({
      id: kernel.partition,
      partition: kernel.partition,
      dns_suffix: "amazonaws.com",
      reverse_dns_prefix: "com.amazonaws",
    }),
  };
}
