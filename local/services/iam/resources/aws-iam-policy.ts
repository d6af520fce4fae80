import * as z from "zod";
import { parsePolicy } from "../../../iam/policy-json";
import type { RoleStore } from "../../../iam/role-store";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { chooseName, iamArn, uniqueId } from "./names";

const schema = z.strictObject({
  name: z.string().max(128).optional(),
  name_prefix: z.string().max(102).optional(),
  path: z.string().default("/"),
  description: z.string().optional(),
  policy: z.string(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_iam_policy: a policy of the account, for roles to be attached to. */
export function policyResource(kernel: Kernel, store: RoleStore): ResourceType<Config> {
  return {
    type: "aws_iam_policy",
    arguments: schema,
    replacedBy: ["name", "name_prefix", "path", "description"],
    apply(config, { prior }) {
      const name = chooseName(kernel, config, prior?.attributes);
      const arn = iamArn(kernel, `policy${config.path}${name}`);
      const known = store.findPolicy(arn);
      if (prior === undefined && known !== undefined) {
        throw new AwsError(
          "EntityAlreadyExists",
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
          409,
        );
      }
      const id = known?.id ?? uniqueId(kernel, "ANPA");
      store.putPolicy({
        arn,
        name,
        id,
        document: parsePolicy(config.policy, `the policy ${name}`, "managed"),
      });
      return { id: arn, arn, name, path: config.path, policy_id: id };
    },
    remove: (_config, attributes) => store.deletePolicy(String(attributes["arn"])),
  };
}
