import type { HttpRequest, HttpResponse, RestRoute } from "../../kernel/service";
import type { InvokeInput, InvokeOutput } from "./operations/invoke";

const FUNCTION = "/2015-03-31/functions/{FunctionName}";
const CONCURRENCY = "/functions/{FunctionName}/concurrency";

/** Lambda's REST API. */
export const routes: readonly RestRoute[] = [
  {
    method: "POST",
    path: `${FUNCTION}/invocations`,
    operation: "Invoke",
    decode: decodeInvoke,
    encode: (output) => encodeInvoke(output as InvokeOutput),
  },
  { method: "GET", path: "/2015-03-31/functions", operation: "ListFunctions" },
  { method: "GET", path: FUNCTION, operation: "GetFunction" },
  { method: "GET", path: `${FUNCTION}/configuration`, operation: "GetFunctionConfiguration" },
  { method: "GET", path: `${FUNCTION}/versions`, operation: "ListVersionsByFunction" },
  { method: "GET", path: `${FUNCTION}/policy`, operation: "GetPolicy" },
  { method: "GET", path: `${FUNCTION}/aliases`, operation: "ListAliases" },
  { method: "GET", path: `${FUNCTION}/aliases/{Name}`, operation: "GetAlias" },
  { method: "PUT", path: `/2017-10-31${CONCURRENCY}`, operation: "PutFunctionConcurrency" },
  {
    method: "DELETE",
    path: `/2017-10-31${CONCURRENCY}`,
    operation: "DeleteFunctionConcurrency",
    encode: () => ({ status: 204, headers: {}, body: "" }),
  },
  { method: "GET", path: `/2019-09-30${CONCURRENCY}`, operation: "GetFunctionConcurrency" },
  {
    method: "GET",
    path: "/2019-09-25/functions/{FunctionName}/event-invoke-config",
    operation: "GetFunctionEventInvokeConfig",
  },
  { method: "GET", path: "/2015-03-31/event-source-mappings", operation: "ListEventSourceMappings" },
  { method: "GET", path: "/2015-03-31/event-source-mappings/{UUID}", operation: "GetEventSourceMapping" },
  {
    method: "PUT",
    path: "/2015-03-31/event-source-mappings/{UUID}",
    operation: "UpdateEventSourceMapping",
    encode: (output) => ({
      status: 202,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(output),
    }),
  },
  { method: "GET", path: "/2017-03-31/tags/{Resource}", operation: "ListTags" },
  { method: "GET", path: "/2016-08-19/account-settings", operation: "GetAccountSettings" },
];

function decodeInvoke(request: HttpRequest, parameters: Readonly<Record<string, string>>): InvokeInput {
  const { headers, url, body } = request;
  const query = url.indexOf("?");
  const qualifier = query < 0 ? null : new URLSearchParams(url.slice(query)).get("Qualifier");
  const type = headers["x-amz-invocation-type"];
  const logType = headers["x-amz-log-type"];
  const clientContext = headers["x-amz-client-context"];
  return {
    FunctionName: parameters["FunctionName"] ?? "",
    ...(qualifier === null ? {} : { Qualifier: qualifier }),
    ...(type === undefined ? {} : { InvocationType: type as NonNullable<InvokeInput["InvocationType"]> }),
    ...(logType === undefined ? {} : { LogType: logType as NonNullable<InvokeInput["LogType"]> }),
    ...(clientContext === undefined ? {} : { ClientContext: String(clientContext) }),
    ...(body.length === 0 ? {} : { Payload: body.toString("utf8") }),
  };
}

function encodeInvoke(output: InvokeOutput): HttpResponse {
  return {
    status: output.StatusCode,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": output.RequestId,
      "x-amz-executed-version": output.ExecutedVersion,
      ...(output.FunctionError === undefined ? {} : { "x-amz-function-error": output.FunctionError }),
      ...(output.LogResult === undefined ? {} : { "x-amz-log-result": output.LogResult }),
    },
    body: output.Payload,
  };
}
