import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { configurationView } from "../configuration-view";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** GetFunction. */
export function getFunction(kernel: Kernel, state: LambdaState): Operation<Input> {
  return {
    name: "GetFunction",
    traced: false,
    access: (input) => access(kernel, "lambda:GetFunction", input),
    run: (input) => {
      const { fn, version } = find(kernel, state, input);
      const { reservedConcurrency } = fn;
      return {
        Configuration: configurationView(fn, version),
        Code: { RepositoryType: "S3", Location: `file://${version.config.codeDirectory}` },
        ...(Object.keys(fn.tags).length === 0 ? {} : { Tags: fn.tags }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
  };
}

/** GetFunctionConfiguration. */
export function getFunctionConfiguration(kernel: Kernel, state: LambdaState): Operation<Input> {
  return {
    name: "GetFunctionConfiguration",
    traced: false,
    access: (input) => access(kernel, "lambda:GetFunctionConfiguration", input),
    run: (input) => {
      const { fn, version } = find(kernel, state, input);
      return configurationView(fn, version);
    },
  };
}

/** ListFunctions; one page. */
export function listFunctions(state: LambdaState): Operation<{ readonly FunctionVersion?: string }> {
  return {
    name: "ListFunctions",
    traced: false,
    access: () => [{ action: "lambda:ListFunctions", resource: "*" }],
    run: ({ FunctionVersion }) => ({
      Functions: [...state.functions.values()].flatMap((fn) => [
        configurationView(fn, fn.latest),
        ...(FunctionVersion === "ALL"
          ? [...fn.published.values()].map((version) => configurationView(fn, version))
          : []),
      ]),
    }),
  };
}

/** ListVersionsByFunction; one page. */
export function listVersionsByFunction(kernel: Kernel, state: LambdaState): Operation<Input> {
  return {
    name: "ListVersionsByFunction",
    traced: false,
    access: (input) => access(kernel, "lambda:ListVersionsByFunction", input),
    run: (input) => {
      const { fn } = find(kernel, state, input);
      const versions = [fn.latest, ...fn.published.values()];
      return { Versions: versions.map((version) => configurationView(fn, version)) };
    },
  };
}

function access(kernel: Kernel, action: string, { FunctionName, Qualifier }: Input) {
  return [{ action, resource: functionReference(kernel, FunctionName, Qualifier).arn }];
}

function find(kernel: Kernel, state: LambdaState, { FunctionName, Qualifier }: Input) {
  const { name, qualifier, arn } = functionReference(kernel, FunctionName, Qualifier);
  const fn = state.function(name, arn);
  return { fn, version: state.version(fn, qualifier, () => 1) };
}
