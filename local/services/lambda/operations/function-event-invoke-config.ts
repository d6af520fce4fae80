import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { resourceNotFound } from "../errors";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** GetFunctionEventInvokeConfig. */
export function getFunctionEventInvokeConfig(kernel: Kernel, state: LambdaState): Operation<Input> {
  return {
    name: "GetFunctionEventInvokeConfig",
    traced: false,
    access: ({ FunctionName, Qualifier }) => [
      {
        action: "lambda:GetFunctionEventInvokeConfig",
        resource: functionReference(kernel, FunctionName, Qualifier).arn,
      },
    ],
    run: ({ FunctionName, Qualifier }) => {
      const { name, qualifier, arn } = functionReference(kernel, FunctionName, Qualifier);
      const fn = state.function(name, arn);
      const functionArn = `${fn.arn}:${qualifier || "$LATEST"}`;
      const config = fn.invokeConfigs.get(qualifier || "$LATEST");
      if (config === undefined) {
        throw resourceNotFound(`The function ${functionArn} doesn't have an EventInvokeConfig`);
      }
      return {
        FunctionArn: functionArn,
        LastModified: config.modifiedAtMs / 1_000,
        MaximumRetryAttempts: config.maxRetries,
        MaximumEventAgeInSeconds: config.maxAgeSeconds,
        DestinationConfig: {
          OnSuccess: config.onSuccess === undefined ? {} : { Destination: config.onSuccess },
          OnFailure: config.onFailure === undefined ? {} : { Destination: config.onFailure },
        },
      };
    },
  };
}
