import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { AsyncInvocations } from "./async/async-invocations";
import { CodeStore } from "./code";
import { Mappings } from "./event-source/mappings";
import { Concurrency } from "./execution/concurrency";
import { Invoker } from "./execution/invoker";
import { getAccountSettings, listTags } from "./operations/account";
import { getAlias, listAliases } from "./operations/aliases";
import {
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from "./operations/event-source-mappings";
import {
  deleteFunctionConcurrency,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from "./operations/function-concurrency";
import { getFunctionEventInvokeConfig } from "./operations/function-event-invoke-config";
import {
  getFunction,
  getFunctionConfiguration,
  listFunctions,
  listVersionsByFunction,
} from "./operations/functions";
import { invoke } from "./operations/invoke";
import { functionPolicy, getPolicy } from "./operations/policy";
import { aliasResource } from "./resources/aws-lambda-alias";
import { eventSourceMappingResource } from "./resources/aws-lambda-event-source-mapping";
import { functionResource } from "./resources/aws-lambda-function";
import { eventInvokeConfigResource } from "./resources/aws-lambda-function-event-invoke-config";
import { layerVersionResource } from "./resources/aws-lambda-layer-version";
import { permissionResource } from "./resources/aws-lambda-permission";
import { provisionedConcurrencyResource } from "./resources/aws-lambda-provisioned-concurrency-config";
import { routes } from "./routes";
import { LambdaState } from "./state";

/** Lambda, and what it runs. */
export interface LambdaService extends Service {
  /** Absolute; the folders with the code of all functions, their published versions and all layers. */
  codeFolders(): readonly string[];
}

/** Lambda: functions run in worker threads, one for each execution environment. */
export const lambda = (kernel: Kernel): LambdaService => {
  const state = new LambdaState();
  const code = new CodeStore(kernel);
  const concurrency = new Concurrency(state);
  const invoker = new Invoker(kernel, state, concurrency);
  const asyncInvocations = new AsyncInvocations(kernel, state, invoker);
  const mappings = new Mappings({ kernel, state, concurrency, invoker });
  return {
    name: "lambda",
    protocol: { kind: "rest", routes },
    operations: [
      invoke(kernel, state, invoker, asyncInvocations),
      getFunction(kernel, state),
      getFunctionConfiguration(kernel, state),
      listFunctions(state),
      listVersionsByFunction(kernel, state),
      getAlias(kernel, state),
      listAliases(kernel, state),
      getPolicy(kernel, state),
      putFunctionConcurrency(kernel, state, concurrency),
      getFunctionConcurrency(kernel, state),
      deleteFunctionConcurrency(kernel, state, concurrency),
      getFunctionEventInvokeConfig(kernel, state),
      listEventSourceMappings(kernel, mappings),
      getEventSourceMapping(kernel, mappings),
      updateEventSourceMapping(kernel, state, mappings),
      getAccountSettings(state, concurrency),
      listTags(kernel, state),
    ],
    resources: [
      functionResource(kernel, { state, code, concurrency, invoker }),
      permissionResource(kernel, state),
      eventSourceMappingResource(kernel, state, mappings),
      aliasResource(kernel, state),
      eventInvokeConfigResource(kernel, state),
      layerVersionResource(kernel, state, code),
      provisionedConcurrencyResource(kernel, state, invoker),
    ],
    resourcePolicy: (arn) => functionPolicy(kernel, state, arn),
    codeFolders: () => state.codeFolders(),
    close: async () => {
      mappings.close();
      await invoker.close();
      code.close();
    },
  };
};
