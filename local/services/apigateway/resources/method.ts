import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { bool, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { boolMap, textMap } from "./shared-arguments";

/** The methods that a REST API can have; `ANY` stands for those that a resource does not name. */
export const httpMethod = z.enum(["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]);

const schema = z.strictObject({
  rest_api_id: text,
  resource_id: text,
  http_method: httpMethod,
  authorization: z.enum(["NONE", "AWS_IAM", "COGNITO_USER_POOLS"], {
    error: "the local cloud models the authorizations NONE, AWS_IAM and COGNITO_USER_POOLS",
  }),
  authorizer_id: text.optional(),
  authorization_scopes: z.array(text).default([]),
  api_key_required: bool.default(false),
  operation_name: text.optional(),
  request_models: textMap.default({}),
  request_parameters: boolMap.default({}),
  request_validator_id: text.optional(),
});

/** aws_api_gateway_method */
export function method(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_method",
    arguments: schema,
    replacedBy: ["rest_api_id", "resource_id", "http_method"],
    apply(config) {
      const api = state.restApi(config.rest_api_id);
      const { id: resourceId } = api.resource(config.resource_id);
      api.method(resourceId, config.http_method).method = {
        resourceId,
        httpMethod: config.http_method,
        authorization: config.authorization,
        authorizerId: config.authorizer_id,
        scopes: config.authorization_scopes,
        apiKeyRequired: config.api_key_required,
        requestModels: config.request_models,
        requestParameters: config.request_parameters,
        validatorId: config.request_validator_id,
        operationName: config.operation_name,
      };
      return { ...config, id: `agm-${api.id}-${resourceId}-${config.http_method}` };
    },
    remove({ rest_api_id, resource_id, http_method }) {
      state.restApis.get(rest_api_id)?.removeMethod(resource_id, http_method);
    },
  };
}
