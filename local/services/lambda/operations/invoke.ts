import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { AsyncInvocations } from "../async/async-invocations";
import { invalidParameter, invalidRequestContent } from "../errors";
import type { Invoker } from "../execution/invoker";
import { functionReference } from "../function-name";
import type { LambdaState } from "../state";

/** What Invoke takes. */
export interface InvokeInput {
  /** Name, partial ARN or ARN, with or without a qualifier. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: "RequestResponse" | "Event" | "DryRun";
  readonly LogType?: "None" | "Tail";
  /** JSON in Base64. */
  readonly ClientContext?: string;
  /** The event as JSON; `{}` when absent. */
  readonly Payload?: string;
}

/** What Invoke gives. */
export interface InvokeOutput {
  /** 200, 202 for `Event`, 204 for `DryRun`. */
  readonly StatusCode: number;
  /** The function's answer as JSON, or with `FunctionError` what went wrong. */
  readonly Payload: string;
  readonly FunctionError?: "Unhandled";
  readonly LogResult?: string;
  readonly ExecutedVersion: string;
  /** The id by which the function knows the request. */
  readonly RequestId: string;
}

const LARGEST_SYNC_BYTES = 6_291_456;
const LARGEST_ASYNC_BYTES = 1_048_576;

/** Invokes a function. */
export function invoke(
  kernel: Kernel,
  state: LambdaState,
  invoker: Invoker,
  asyncInvocations: AsyncInvocations,
): Operation<InvokeInput, InvokeOutput> {
  return {
    name: "Invoke",
    access: ({ FunctionName, Qualifier }) => [
      {
        action: "lambda:InvokeFunction",
        resource: functionReference(kernel, FunctionName, Qualifier).arn,
      },
    ],
    async run(input, { requestId, traceId }) {
      const { InvocationType = "RequestResponse", Payload: payload = "{}" } = input;
      const { name, qualifier, arn } = functionReference(kernel, input.FunctionName, input.Qualifier);
      const fn = state.function(name, arn);
      const version = state.version(fn, qualifier, () => kernel.ids.next());
      const common = { ExecutedVersion: version.version, RequestId: requestId };
      checkSize(payload, InvocationType === "Event" ? LARGEST_ASYNC_BYTES : LARGEST_SYNC_BYTES);
      switch (InvocationType) {
        case "DryRun":
          return { StatusCode: 204, Payload: "", ...common };
        case "Event":
          checkJson(payload);
          asyncInvocations.accept({ functionName: name, qualifier, payload, requestId, traceId });
          return { StatusCode: 202, Payload: "", ...common };
        case "RequestResponse": {
          const result = await invoker.invoke(
            { fn, version, invokedArn: arn },
            {
              requestId,
              traceId,
              payload,
              clientContext: decodeClientContext(input.ClientContext),
              tail: input.LogType === "Tail",
            },
          );
          return {
            StatusCode: 200,
            Payload: result.payload,
            ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
            ...(result.logTail === undefined ? {} : { LogResult: result.logTail }),
            ...common,
          };
        }
        default:
          throw invalidParameter(
            `Value '${InvocationType}' at 'invocationType' failed to satisfy constraint: ` +
              "Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
          );
      }
    },
  };
}

function checkSize(payload: string, mostBytes: number): void {
  // Counting bytes costs time; a character has three at most.
  if (payload.length * 3 <= mostBytes || Buffer.byteLength(payload) <= mostBytes) return;
  throw new AwsError(
    "RequestTooLargeException",
    `Request must be smaller than ${mostBytes} bytes for the InvokeFunction operation`,
    413,
    { Type: "User" },
  );
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    throw invalidRequestContent(error instanceof Error ? error.message : String(error));
  }
}

function decodeClientContext(base64: string | undefined): string | undefined {
  if (base64 === undefined) return undefined;
  const text = Buffer.from(base64, "base64").toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalidRequestContent("Could not parse client context into json");
  }
}
