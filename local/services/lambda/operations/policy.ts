import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { PolicyDocument } from "../../../kernel/policy";
import { resourceNotFound } from "../errors";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

/** The resource policy of a function, version or alias: what aws_lambda_permission has granted on exactly it. */
export function functionPolicy(kernel: Kernel, state: LambdaState, arn: string): PolicyDocument | undefined {
  const { name, qualifier } = functionReference(kernel, arn);
  const statements = (state.functions.get(name)?.permissions ?? [])
    .filter((permission) => permission.qualifier === qualifier)
    .map(({ statement }) => statement);
  return statements.length === 0
    ? undefined
    : { Version: "2012-10-17", Id: "default", Statement: statements };
}

/** GetPolicy. */
export function getPolicy(
  kernel: Kernel,
  state: LambdaState,
): Operation<{ readonly FunctionName: string; readonly Qualifier?: string }> {
  return {
    name: "GetPolicy",
    traced: false,
    access: ({ FunctionName, Qualifier }) => [
      { action: "lambda:GetPolicy", resource: functionReference(kernel, FunctionName, Qualifier).arn },
    ],
    run: ({ FunctionName, Qualifier }) => {
      const { name, arn } = functionReference(kernel, FunctionName, Qualifier);
      const fn = state.function(name, arn);
      const policy = functionPolicy(kernel, state, arn);
      if (policy === undefined) throw resourceNotFound("The resource you requested does not exist.");
      return { Policy: JSON.stringify(policy), RevisionId: fn.latest.revisionId };
    },
  };
}
