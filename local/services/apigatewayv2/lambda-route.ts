import type { Kernel } from "../../kernel/kernel";
import type { HttpResponse } from "../../kernel/service";
import type { Exchange } from "../apigateway/public/exchange";
import { invokeLambda, isTooLarge, type LambdaTarget } from "../apigateway/public/lambda-target";
import { eventV1 } from "./event-v1";
import { eventV2, type RouteFrame } from "./event-v2";
import { responseV1, responseV2 } from "./lambda-response";
import { internalError, type Refusal, refuse } from "./refusal";

/** Passes the requests of a route to a function and its answers back. */
export class LambdaRoute {
  private readonly sourceArns = new Map<string, string>();

  constructor(
    private readonly kernel: Kernel,
    private readonly target: LambdaTarget,
    private readonly format: "1.0" | "2.0",
    private readonly frame: RouteFrame,
  ) {}

  async answer(exchange: Exchange): Promise<HttpResponse | Refusal> {
    const v2 = this.format === "2.0";
    const event = v2 ? eventV2(exchange, this.frame) : eventV1(exchange, this.frame);
    const source = this.sourceArn(exchange);
    const invocation = await invokeLambda(this.kernel, exchange, this.target, source, event);
    const { latencyMs } = invocation;
    const done = (status: number, error?: string) => {
      const arn = this.target.functionArn;
      exchange.integration = { status, latencyMs, arn, error };
    };
    switch (invocation.kind) {
      case "timed out":
        done(504, "Endpoint request timed out");
        return refuse(503, "Service Unavailable");
      case "refused":
        done(invocation.error.httpStatus, invocation.error.message);
        return isTooLarge(invocation.error) ? refuse(413, "Request Entity Too Large") : internalError();
      case "failed":
        done(200, `The function failed: ${invocation.error}`);
        return internalError();
      case "answered": {
        const response = v2 ? responseV2(invocation.payload) : responseV1(invocation.payload);
        done(
          200,
          response === undefined
            ? "The response from the Lambda function doesn't match the format"
            : undefined,
        );
        return response ?? internalError();
      }
    }
  }

  /** The function's policy sees the method that was called, and the route's path with its parameters' names. */
  private sourceArn({ api, stage, method }: Exchange): string {
    let arn = this.sourceArns.get(method);
    if (arn === undefined) {
      const { key } = this.frame;
      const route = key === "$default" ? "/$default" : `/${method}${key.split(" ")[1]}`;
      arn = `${api.executionArn}/${stage}${route}`;
      this.sourceArns.set(method, arn);
    }
    return arn;
  }
}
