import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { functionReference } from "../function-name";
import type { Alias, LambdaFunction, LambdaState } from "../state";

/** GetAlias. */
export function getAlias(
  kernel: Kernel,
  state: LambdaState,
): Operation<{ readonly FunctionName: string; readonly Name: string }> {
  return {
    name: "GetAlias",
    traced: false,
    access: ({ FunctionName }) => [
      { action: "lambda:GetAlias", resource: functionReference(kernel, FunctionName).arn },
    ],
    run: ({ FunctionName, Name }) => {
      const { name, arn } = functionReference(kernel, FunctionName);
      const fn = state.function(name, arn);
      return view(fn, state.alias(fn, Name));
    },
  };
}

/** ListAliases; one page. */
export function listAliases(
  kernel: Kernel,
  state: LambdaState,
): Operation<{ readonly FunctionName: string; readonly FunctionVersion?: string }> {
  return {
    name: "ListAliases",
    traced: false,
    access: ({ FunctionName }) => [
      { action: "lambda:ListAliases", resource: functionReference(kernel, FunctionName).arn },
    ],
    run: ({ FunctionName, FunctionVersion }) => {
      const { name, arn } = functionReference(kernel, FunctionName);
      const fn = state.function(name, arn);
      return {
        Aliases: [...fn.aliases.values()]
          .filter(({ version }) => FunctionVersion === undefined || version === FunctionVersion)
          .map((alias) => view(fn, alias)),
      };
    },
  };
}

function view(fn: LambdaFunction, { name, description, version, weights }: Alias) {
  return {
    AliasArn: `${fn.arn}:${name}`,
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(Object.keys(weights).length === 0 ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
  };
}
