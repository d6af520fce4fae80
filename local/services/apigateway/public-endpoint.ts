import type { Kernel } from "../../kernel/kernel";
import type { Endpoint, HttpRequest, HttpResponse } from "../../kernel/service";
import { EXECUTE_API_PREFIX, type Target } from "./public/exchange";
import type { ApiGatewayState } from "./state";

/** What REST and HTTP stages have in common. */
interface Stage {
  readonly identity: Target["api"];
  serve(request: HttpRequest, target: Target): Promise<HttpResponse>;
  /** The answer when a function's headers cannot be written. */
  answerMalformed(request: HttpRequest, target: Target): HttpResponse;
}

interface Located {
  readonly stage: Stage;
  readonly target: Target;
}

/** Serves the deployed APIs, each below its id: `/_aws/execute-api/<apiId>/<stage>/<path>`. */
export function publicEndpoint(kernel: Kernel, state: ApiGatewayState): Endpoint {
  return {
    prefix: EXECUTE_API_PREFIX,
    handle(request) {
      const located = locate(state, request.url);
      if (!("stage" in located)) return Promise.resolve(located);
      const { stage, target } = located;
      return kernel.serve(`${target.api.name} ${request.method} ${target.path}`, request, () =>
        stage.serve(request, target).catch((error: unknown) => {
          kernel.log(`${target.api.name} ${request.method} ${target.path}: ${describe(error)}`);
          return answer(500, "Internal Server Error");
        }),
      );
    },
    answerUnwritable(request) {
      const located = locate(state, request.url);
      return "stage" in located ? located.stage.answerMalformed(request, located.target) : located;
    },
  };
}

function locate(state: ApiGatewayState, url: string): Located | HttpResponse {
  const question = url.indexOf("?");
  const fullPath = question < 0 ? url : url.slice(0, question);
  const queryText = question < 0 ? "" : url.slice(question + 1);
  const [apiId, stagePath] = splitFirst(fullPath.slice(EXECUTE_API_PREFIX.length - 1));
  const [first, rest] = splitFirst(stagePath);
  const at = (stage: Stage, name: string, path: string): Located => ({
    stage,
    target: { api: stage.identity, stage: name, path, stagePath, queryText },
  });
  const restApi = state.restApis.get(apiId);
  if (restApi !== undefined) {
    const stage = restApi.stages.get(first);
    return stage === undefined ? answer(403, "Forbidden") : at(stage, first, rest);
  }
  const httpApi = state.httpApis.get(apiId);
  if (httpApi === undefined) return answer(404, `no API of this cloud has the id ${apiId}`);
  const named = httpApi.stages.get(first);
  if (named !== undefined) return at(named, first, rest);
  const fallback = httpApi.stages.get("$default");
  return fallback === undefined ? answer(404, "Not Found") : at(fallback, "$default", stagePath);
}

/** The first segment of a path, and the path that follows it. */
function splitFirst(path: string): readonly [string, string] {
  const end = path.indexOf("/", 1);
  return end < 0 ? [path.slice(1), "/"] : [path.slice(1, end), path.slice(end)];
}

function answer(status: number, message: string): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
