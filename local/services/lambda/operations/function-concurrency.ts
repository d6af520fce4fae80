import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Concurrency } from "../execution/concurrency";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

interface Input {
  readonly FunctionName: string;
}

/** PutFunctionConcurrency; 0 switches a function off. */
export function putFunctionConcurrency(
  kernel: Kernel,
  state: LambdaState,
  concurrency: Concurrency,
): Operation<Input & { readonly ReservedConcurrentExecutions: number }> {
  return {
    name: "PutFunctionConcurrency",
    traced: false,
    access: (input) => access(kernel, "lambda:PutFunctionConcurrency", input),
    run: (input) => {
      const reserved = Number(input.ReservedConcurrentExecutions);
      concurrency.reserve(find(kernel, state, input), reserved);
      return { ReservedConcurrentExecutions: reserved };
    },
  };
}

/** GetFunctionConcurrency; empty without a reservation. */
export function getFunctionConcurrency(kernel: Kernel, state: LambdaState): Operation<Input> {
  return {
    name: "GetFunctionConcurrency",
    traced: false,
    access: (input) => access(kernel, "lambda:GetFunctionConcurrency", input),
    run: (input) => {
      const { reservedConcurrency } = find(kernel, state, input);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
  };
}

/** DeleteFunctionConcurrency: the function shares the account's concurrency again. */
export function deleteFunctionConcurrency(
  kernel: Kernel,
  state: LambdaState,
  concurrency: Concurrency,
): Operation<Input> {
  return {
    name: "DeleteFunctionConcurrency",
    traced: false,
    access: (input) => access(kernel, "lambda:DeleteFunctionConcurrency", input),
    run: (input) => {
      concurrency.reserve(find(kernel, state, input), undefined);
      return {};
    },
  };
}

function access(kernel: Kernel, action: string, { FunctionName }: Input) {
  return [{ action, resource: functionReference(kernel, FunctionName).arn }];
}

function find(kernel: Kernel, state: LambdaState, { FunctionName }: Input) {
  const { name, arn } = functionReference(kernel, FunctionName);
  return state.function(name, arn);
}
