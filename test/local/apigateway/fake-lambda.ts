import type { AwsError } from "../../../local/kernel/errors";
import type { Kernel } from "../../../local/kernel/kernel";
import type { Call } from "../../../local/kernel/operation";
import type { Service } from "../../../local/kernel/service";

export const FUNCTION_ARN = "arn:aws:lambda:eu-central-1:000000000000:function:dev-test-api";
export const INVOKE_ARN = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`;

/** One invocation as the function's service saw it. */
export interface SeenInvocation {
  readonly input: {
    readonly FunctionName: string;
    readonly InvocationType: string;
    readonly Payload: string;
  };
  readonly call: Call;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of several shapes.
  readonly event: any;
}

/** A Lambda whose only function answers what the test tells it to. */
export class FakeLambda {
  readonly seen: SeenInvocation[] = [];
  /** What the function returns; a text is taken as the payload itself. */
  answer: unknown = { statusCode: 200, body: "ok" };
  functionError: string | undefined;
  refusal: AwsError | undefined;
  /** How long the function takes. */
  durationMs = 0;

  get event() {
    return this.seen.at(-1)?.event;
  }

  readonly factory = (kernel: Kernel): Service => ({
    name: "lambda",
    operations: [
      {
        name: "Invoke",
        access: ({ FunctionName }) => [{ action: "lambda:InvokeFunction", resource: FunctionName }],
        run: async (input: SeenInvocation["input"], call) => {
          if (this.refusal !== undefined) throw this.refusal;
          this.seen.push({ input, call, event: JSON.parse(input.Payload) });
          if (this.durationMs > 0) await kernel.work.sleep(this.durationMs);
          const Payload = typeof this.answer === "string" ? this.answer : JSON.stringify(this.answer);
          return {
            StatusCode: 200,
            Payload,
            ...(this.functionError ? { FunctionError: this.functionError } : {}),
          };
        },
      },
    ],
  });
}
