import * as z from "zod";
import { parsePolicy } from "../../../iam/policy-json";
import type { RoleStore } from "../../../iam/role-store";
import { isoTime } from "../../../kernel/clock";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { blocks, bool, number, text } from "../../../terraform/arguments";
import { chooseName, iamArn, uniqueId } from "./names";

const schema = z.strictObject({
  name: z.string().max(64).optional(),
  name_prefix: z.string().max(38).optional(),
  path: z.string().default("/"),
  description: z.string().default(""),
  assume_role_policy: z.string(),
  max_session_duration: number.pipe(z.number().min(3600).max(43_200)).default(3600),
  force_detach_policies: bool.default(false),
  permissions_boundary: z.string().optional(),
  inline_policy: blocks(z.strictObject({ name: z.string(), policy: z.string() })),
  managed_policy_arns: z.array(z.string()).optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_iam_role. */
export function roleResource(kernel: Kernel, store: RoleStore): ResourceType<Config> {
  return {
    type: "aws_iam_role",
    arguments: schema,
    inert: {
      force_detach_policies: "a role that is removed takes its policies along in any case",
      permissions_boundary:
        "it allows nothing by itself; what it takes away from a role's policies is not taken away here",
    },
    replacedBy: ["name", "name_prefix", "path"],
    apply(config, { prior }) {
      const name = chooseName(kernel, config, prior?.attributes);
      const trust = parsePolicy(config.assume_role_policy, `the assume_role_policy of role ${name}`, "trust");
      const known = store.findRole(name);
      if (prior === undefined && known !== undefined) {
        throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
      }
      const role = {
        arn: iamArn(kernel, `role${config.path}${name}`),
        name,
        path: config.path,
        id: known?.id ?? uniqueId(kernel, "AROA"),
        createdAtMs: known?.createdAtMs ?? kernel.clock.now(),
        description: config.description,
        maxSessionSeconds: config.max_session_duration,
        trust,
      };
      store.putRole(role);
      const before = prior?.config as Config | undefined;
      for (const gone of before?.inline_policy ?? []) store.inlinePolicies(name).delete(gone.name);
      for (const { name: policy, policy: json } of config.inline_policy) {
        store
          .inlinePolicies(name)
          .set(policy, parsePolicy(json, `the inline policy ${policy} of role ${name}`, "inline"));
      }
      for (const gone of before?.managed_policy_arns ?? []) store.attachedPolicies(name).delete(gone);
      for (const arn of config.managed_policy_arns ?? []) store.attach(name, arn);
      return {
        id: name,
        name,
        arn: role.arn,
        path: role.path,
        description: role.description,
        max_session_duration: role.maxSessionSeconds,
        unique_id: role.id,
        create_date: isoTime(role.createdAtMs),
      };
    },
    remove: (_config, attributes) => store.deleteRole(String(attributes["name"])),
  };
}
