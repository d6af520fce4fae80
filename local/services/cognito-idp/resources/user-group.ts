import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number } from "../../../terraform/arguments";
import type { Pools } from "../state";

const schema = z.strictObject({
  name: z.string(),
  user_pool_id: z.string(),
  description: z.string().optional(),
  precedence: number.optional(),
  role_arn: z.string().optional(),
});

/** aws_cognito_user_group */
export function userGroup(kernel: Kernel, pools: Pools): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_cognito_user_group",
    arguments: schema,
    replacedBy: ["name", "user_pool_id"],
    apply(config) {
      pools.pool(config.user_pool_id).groups.set(config.name, {
        name: config.name,
        createdAtMs: kernel.clock.now(),
        ...(config.description === undefined ? {} : { description: config.description }),
        ...(config.precedence === undefined ? {} : { precedence: config.precedence }),
        ...(config.role_arn === undefined ? {} : { roleArn: config.role_arn }),
      });
      return { id: `${config.user_pool_id}/${config.name}`, ...config };
    },
    remove(config) {
      pools.pool(config.user_pool_id).groups.delete(config.name);
    },
  };
}
