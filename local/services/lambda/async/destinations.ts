import { isoTime } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { EventInvokeConfig, LambdaFunction } from "../state";

/** How an asynchronous invocation has ended. */
export interface AsyncResult {
  readonly requestId: string;
  readonly traceId: string;
  /** With the version or alias. */
  readonly functionArn: string;
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  /** Times the function has run. */
  readonly runs: number;
  /** The event as JSON. */
  readonly payload: string;
  /** Absent when the function did not run. */
  readonly response:
    | {
        readonly executedVersion: string;
        readonly functionError: string | undefined;
        /** As JSON. */
        readonly payload: string;
      }
    | undefined;
}

/** Delivers the ends of asynchronous invocations, with the permissions of the function's role. */
export class Destinations {
  constructor(private readonly kernel: Kernel) {}

  /** Sends the record of a success to its destination, if there is one. */
  async succeeded(fn: LambdaFunction, config: EventInvokeConfig, result: AsyncResult): Promise<void> {
    if (config.onSuccess !== undefined) await this.send(fn, config.onSuccess, result, this.record(result));
  }

  /** Sends the record of a failure to its destination and the event to the dead-letter queue, if there are such. */
  async failed(fn: LambdaFunction, config: EventInvokeConfig, result: AsyncResult): Promise<void> {
    const { deadLetterArn } = fn.latest.config;
    if (config.onFailure !== undefined) await this.send(fn, config.onFailure, result, this.record(result));
    if (deadLetterArn !== undefined) await this.deadLetter(fn, deadLetterArn, result);
    if (config.onFailure === undefined && deadLetterArn === undefined) {
      this.kernel.log(
        `${fn.name} has given up on the event of request ${result.requestId} (${result.condition}), and the function ` +
          "has neither an on-failure destination nor a dead-letter queue",
      );
    }
  }

  private record({ requestId, functionArn, condition, runs, payload, response }: AsyncResult): object {
    return {
      version: "1.0",
      timestamp: isoTime(this.kernel.clock.now()),
      requestContext: { requestId, functionArn, condition, approximateInvokeCount: runs },
      requestPayload: JSON.parse(payload),
      ...(response === undefined
        ? {}
        : {
            responseContext: {
              statusCode: 200,
              executedVersion: response.executedVersion,
              ...(response.functionError === undefined ? {} : { functionError: response.functionError }),
            },
            responsePayload: readPayload(response.payload),
          }),
    };
  }

  private send(fn: LambdaFunction, arn: string, result: AsyncResult, record: object): Promise<void> {
    const text = JSON.stringify(record);
    switch (arn.split(":")[2]) {
      case "sqs":
        return this.perform(fn, arn, result, "sqs", "SendMessage", {
          QueueUrl: this.queueUrl(arn),
          MessageBody: text,
        });
      case "sns":
        return this.perform(fn, arn, result, "sns", "Publish", { TopicArn: arn, Message: text });
      case "lambda":
        return this.perform(fn, arn, result, "lambda", "Invoke", {
          FunctionName: arn,
          InvocationType: "Event",
          Payload: text,
        });
      default: {
        const outcome = result.condition === "Success" ? "Success" : "Failure";
        const entry = {
          Source: "lambda",
          DetailType: `Lambda Function Invocation Result - ${outcome}`,
          Detail: text,
          Resources: [arn, result.functionArn],
          EventBusName: arn,
        };
        return this.perform(fn, arn, result, "events", "PutEvents", { Entries: [entry] });
      }
    }
  }

  private deadLetter(fn: LambdaFunction, arn: string, result: AsyncResult): Promise<void> {
    const error = JSON.parse(result.response?.payload ?? "{}") as { errorMessage?: unknown };
    const attributes = {
      RequestID: { DataType: "String", StringValue: result.requestId },
      ErrorCode: { DataType: "Number", StringValue: result.response === undefined ? "429" : "200" },
      ErrorMessage: {
        DataType: "String",
        StringValue: String(error.errorMessage ?? "Rate Exceeded.").slice(0, 1_024) || "null",
      },
    };
    const content = { MessageAttributes: attributes };
    return arn.split(":")[2] === "sqs"
      ? this.perform(fn, arn, result, "sqs", "SendMessage", {
          QueueUrl: this.queueUrl(arn),
          MessageBody: result.payload,
          ...content,
        })
      : this.perform(fn, arn, result, "sns", "Publish", {
          TopicArn: arn,
          Message: result.payload,
          ...content,
        });
  }

  private async perform(
    fn: LambdaFunction,
    arn: string,
    { traceId, requestId }: AsyncResult,
    service: string,
    operation: string,
    input: object,
  ): Promise<void> {
    const principal: Principal = { type: "role", arn: fn.latest.config.roleArn, session: fn.name };
    try {
      const output = await this.kernel.calls.perform<{ FailedEntryCount?: number } | undefined>(
        principal,
        service,
        operation,
        input,
        { traceId },
      );
      if ((output?.FailedEntryCount ?? 0) > 0) throw new Error(JSON.stringify(output));
    } catch (error) {
      // AWS counts such a loss in a metric and says no more.
      const reason = error instanceof Error ? error.message : String(error);
      this.kernel.log(`${fn.name}: the result of request ${requestId} did not reach ${arn}: ${reason}`);
    }
  }

  private queueUrl(arn: string): string {
    const [, , , , account, name] = arn.split(":");
    return `${this.kernel.endpoint}/${account}/${name}`;
  }
}

/** What a handler has streamed need not be JSON. */
function readPayload(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
