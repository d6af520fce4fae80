import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { PolicyStatement } from "../../../kernel/policy";
import type { ResourceType } from "../../../kernel/service";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

const schema = z.strictObject({
  function_name: z.string(),
  action: z.string(),
  principal: z.string(),
  qualifier: z.string().optional(),
  source_arn: z.string().optional(),
  source_account: z.string().optional(),
  principal_org_id: z.string().optional(),
  function_url_auth_type: z.enum(["NONE", "AWS_IAM"]).optional(),
  event_source_token: z.string().optional(),
  statement_id: z.string().optional(),
  statement_id_prefix: z.string().optional(),
});

type Config = z.infer<typeof schema>;

/** aws_lambda_permission: a statement of a function's resource policy. */
export function permissionResource(kernel: Kernel, state: LambdaState): ResourceType<Config> {
  return {
    type: "aws_lambda_permission",
    arguments: schema,
    replacedBy: Object.keys(schema.shape),
    apply: (config) => {
      const { name, qualifier, arn } = functionReference(kernel, config.function_name, config.qualifier);
      const fn = state.function(name, arn);
      const Sid =
        config.statement_id ?? `${config.statement_id_prefix ?? "terraform-"}${kernel.ids.text(26)}`;
      if (fn.permissions.some((one) => one.statement.Sid === Sid && one.qualifier === qualifier)) {
        throw new AwsError(
          "ResourceConflictException",
          `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          409,
        );
      }
      fn.permissions.push({ qualifier, statement: { Sid, ...statementOf(config, arn) } });
      return { ...config, id: Sid, statement_id: Sid };
    },
    remove: (config, attributes) => {
      const { name, qualifier } = functionReference(kernel, config.function_name, config.qualifier);
      const permissions = state.functions.get(name)?.permissions ?? [];
      const index = permissions.findIndex(
        (one) => one.statement.Sid === attributes["id"] && one.qualifier === qualifier,
      );
      if (index >= 0) permissions.splice(index, 1);
    },
  };
}

function statementOf(config: Config, resource: string): PolicyStatement {
  const equals = {
    ...(config.source_account === undefined ? {} : { "AWS:SourceAccount": config.source_account }),
    ...(config.principal_org_id === undefined ? {} : { "aws:PrincipalOrgID": config.principal_org_id }),
    ...(config.function_url_auth_type === undefined
      ? {}
      : { "lambda:FunctionUrlAuthType": config.function_url_auth_type }),
    ...(config.event_source_token === undefined
      ? {}
      : { "lambda:EventSourceToken": config.event_source_token }),
  };
  const condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(config.source_arn === undefined ? {} : { ArnLike: { "AWS:SourceArn": config.source_arn } }),
  };
  return {
    Effect: "Allow",
    Principal: principalOf(config.principal),
    Action: config.action,
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): NonNullable<PolicyStatement["Principal"]> {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}
