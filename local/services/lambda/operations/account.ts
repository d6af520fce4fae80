import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { ACCOUNT_LIMIT, type Concurrency } from "../execution/concurrency";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

/** GetAccountSettings. */
export function getAccountSettings(state: LambdaState, concurrency: Concurrency): Operation<object> {
  return {
    name: "GetAccountSettings",
    traced: false,
    access: () => [{ action: "lambda:GetAccountSettings", resource: "*" }],
    run: () => ({
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_LIMIT,
        UnreservedConcurrentExecutions: ACCOUNT_LIMIT - concurrency.reservedTotal(),
      },
      AccountUsage: {
        TotalCodeSize: [...state.functions.values()].reduce(
          (total, { latest }) => total + latest.config.codeSizeBytes,
          0,
        ),
        FunctionCount: state.functions.size,
      },
    }),
  };
}

/** ListTags of a function. */
export function listTags(kernel: Kernel, state: LambdaState): Operation<{ readonly Resource: string }> {
  return {
    name: "ListTags",
    traced: false,
    access: ({ Resource }) => [{ action: "lambda:ListTags", resource: Resource }],
    run: ({ Resource }) => {
      const { name, arn } = functionReference(kernel, Resource);
      return { Tags: state.function(name, arn).tags };
    },
  };
}
