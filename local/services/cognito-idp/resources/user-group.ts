import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number } from "../../../terraform/arguments";
import { type Pools, removeGroup } from "../state";

const schema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, {
    error: "a group's name has 1 to 128 letters, digits, symbols and punctuation marks",
  }),
  user_pool_id: z.string(),
  description: z.string().optional(),
  precedence: number.refine((value) => value >= 0, { error: "a precedence is 0 or more" }).optional(),
  role_arn: z.string().optional(),
});

/** aws_cognito_user_group */
export function userGroup(kernel: Kernel, pools: Pools): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_cognito_user_group",
    arguments: schema,
    replacedBy: ["name", "user_pool_id"],
    apply(config, { prior }) {
      const { groups } = pools.pool(config.user_pool_id);
      const existing = groups.get(config.name);
      if (prior === undefined && existing !== undefined) {
        throw new AwsError("GroupExistsException", "A group with the name already exists.");
      }
      groups.set(config.name, {
        name: config.name,
        createdAtMs: existing?.createdAtMs ?? kernel.clock.now(),
        ...(config.description === undefined ? {} : { description: config.description }),
        ...(config.precedence === undefined ? {} : { precedence: config.precedence }),
        ...(config.role_arn === undefined ? {} : { roleArn: config.role_arn }),
      });
      return { id: `${config.user_pool_id}/${config.name}`, ...config };
    },
    remove(config) {
      removeGroup(pools.pool(config.user_pool_id), config.name);
    },
  };
}
