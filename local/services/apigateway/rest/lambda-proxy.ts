import type { Kernel } from "../../../kernel/kernel";
import type { HttpResponse } from "../../../kernel/service";
import type { Exchange } from "../public/exchange";
import { invokeLambda, isTooLarge, type LambdaTarget } from "../public/lambda-target";
import { type EventFrame, restEvent } from "./event";
import type { BinaryMediaTypes } from "./media-types";
import { parseProxyResponse, restResponse } from "./proxy-response";
import { internalError, type Refusal, refuse } from "./refusal";

/** Passes requests to a function and its answers back. */
export class LambdaProxy {
  private readonly sourceArns = new Map<string, string>();

  constructor(
    private readonly kernel: Kernel,
    private readonly target: LambdaTarget,
    private readonly frame: EventFrame,
    private readonly binary: BinaryMediaTypes,
  ) {}

  async answer(exchange: Exchange): Promise<HttpResponse | Refusal> {
    const { functionArn } = this.target;
    const event = restEvent(exchange, this.frame, this.binary.includes(exchange.header("content-type")));
    const invocation = await invokeLambda(
      this.kernel,
      exchange,
      this.target,
      this.sourceArn(exchange),
      event,
    );
    const { latencyMs } = invocation;
    const done = (status: number, error?: string) => {
      exchange.integration = {
        status,
        latencyMs,
        arn: functionArn,
        ...(error === undefined ? {} : { error }),
      };
    };
    switch (invocation.kind) {
      case "timed out":
        done(504, "Execution failed due to a timeout error");
        return refuse("INTEGRATION_TIMEOUT", "Endpoint request timed out");
      case "refused":
        done(invocation.error.httpStatus, invocation.error.message);
        return isTooLarge(invocation.error)
          ? refuse("REQUEST_TOO_LARGE", "Request Too Long")
          : internalError(500);
      case "failed":
        done(200, `Lambda function failed: ${invocation.error}`);
        return internalError(502);
      case "answered": {
        const response = parseProxyResponse(invocation.payload);
        if (response === undefined) {
          done(200, "Execution failed due to configuration error: Malformed Lambda proxy response");
          this.kernel.log(malformed(exchange, functionArn, invocation.payload));
          return internalError(502);
        }
        done(200);
        return restResponse(response, this.binary.includes(exchange.header("accept")));
      }
    }
  }

  /** The function's policy sees the method that was called, and the resource's path with its parameters' names. */
  private sourceArn({ api, stage, method }: Exchange): string {
    let arn = this.sourceArns.get(method);
    if (arn === undefined) {
      arn = `${api.executionArn}/${stage}/${method}${this.frame.resourcePath}`;
      this.sourceArns.set(method, arn);
    }
    return arn;
  }
}

function malformed({ api, method, path }: Exchange, functionArn: string, payload: string): string {
  return (
    `${api.name} ${method} ${path}: malformed Lambda proxy response of ${functionArn}: ` +
    "an object of statusCode, headers, multiValueHeaders, body (a text) and isBase64Encoded is expected, " +
    `received ${payload.slice(0, 200)}`
  );
}
