import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { ApiGatewayState } from "../state";

interface GetApiKeyInput {
  readonly apiKey: string;
  /** Of the query: "true" for the value as well. */
  readonly includeValue?: string;
}

/** GetApiKey */
export function getApiKey(kernel: Kernel, state: ApiGatewayState): Operation<GetApiKeyInput> {
  return {
    name: "GetApiKey",
    traced: false,
    access: ({ apiKey }) => [
      { action: "apigateway:GET", resource: `arn:aws:apigateway:${kernel.region}::/apikeys/${apiKey}` },
    ],
    run: ({ apiKey, includeValue }) => {
      const key = state.usagePlans.key(apiKey);
      if (key === undefined) {
        throw new AwsError("NotFoundException", "Invalid API Key identifier specified", 404);
      }
      const { id, name, value, enabled, createdAtMs, changedAtMs } = key;
      return {
        id,
        ...(includeValue === "true" ? { value } : {}),
        name,
        enabled,
        createdDate: createdAtMs / 1000,
        lastUpdatedDate: changedAtMs / 1000,
        stageKeys: [],
      };
    },
  };
}
