import { AccessDeniedError, AwsError, UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { Exchange } from "./exchange";

/** What Lambda's Invoke answers. */
interface InvokeOutput {
  readonly Payload: string;
  readonly FunctionError?: string;
}

/** How an invocation ended. */
export type Invocation =
  | { readonly kind: "answered"; readonly payload: string; readonly latencyMs: number }
  | { readonly kind: "failed"; readonly error: string; readonly latencyMs: number }
  | { readonly kind: "refused"; readonly error: AwsError; readonly latencyMs: number }
  | { readonly kind: "timed out"; readonly latencyMs: number };

const INVOKE_PATH =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:.+)\/invocations$/;

/**
 * The function behind an integration's URI, which is an invoke ARN or a function's ARN.
 * @throws UnsupportedError for any other target
 */
export function lambdaArn(uri: string, stageVariables: Readonly<Record<string, string>>): string {
  const filled = uri.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_all, name: string) => stageVariables[name] ?? "",
  );
  const arn = INVOKE_PATH.exec(filled)?.[1] ?? filled;
  if (!/^arn:[\w-]+:lambda:[\w-]*:\d*:function:/.test(arn)) {
    throw new UnsupportedError(
      `an integration's target is a function's invoke ARN or ARN; the local cloud does not model "${uri}"`,
    );
  }
  return arn;
}

/** Whether an event was more than Lambda takes, which is its sender's fault. */
export function isTooLarge(error: AwsError): boolean {
  return error.code === "RequestTooLargeException";
}

/** A function behind a route, and in whose name it is invoked. */
export interface LambdaTarget {
  readonly functionArn: string;
  /** The role that the integration assumes, if it may; without one, the function's own policy decides. */
  readonly credentialsArn?: string | undefined;
  readonly timeoutMs: number;
}

/**
 * Invokes a function and waits until its answer or the integration's timeout. After a timeout the function goes
 * on by itself, as on AWS.
 * @param sourceArn - what the function's policy is checked against
 */
export function invokeLambda(
  kernel: Kernel,
  exchange: Exchange,
  { functionArn, credentialsArn, timeoutMs }: LambdaTarget,
  sourceArn: string,
  event: unknown,
): Promise<Invocation> {
  const gateway: Principal = {
    type: "service",
    name: "apigateway.amazonaws.com",
    sourceArn,
    sourceAccount: exchange.api.accountId,
  };
  const principal = credentialsArn === undefined ? gateway : assumed(kernel, gateway, credentialsArn);
  if (principal instanceof AwsError) {
    return Promise.resolve({ kind: "refused", error: principal, latencyMs: 0 });
  }
  const startMs = kernel.clock.now();
  const input = {
    FunctionName: functionArn,
    InvocationType: "RequestResponse",
    Payload: JSON.stringify(event),
  };
  const running = kernel.calls.perform<InvokeOutput>(principal, "lambda", "Invoke", input, {
    traceId: exchange.traceId,
  });
  return new Promise((resolve, reject) => {
    const waiting = {
      timeOut: () => {
        // The invocation shares its place in the work queue with the request, which ends now: this takes it over.
        kernel.work.spawn(`${functionArn} outlives its request`, async () => {
          resolve({ kind: "timed out", latencyMs: timeoutMs });
          await running.catch((error: unknown) => {
            if (!(error instanceof AwsError)) throw error;
          });
        });
      },
    };
    kernel.deadlines.set(waiting, startMs + timeoutMs);
    running.then(
      ({ Payload, FunctionError }) => {
        kernel.deadlines.clear(waiting);
        const latencyMs = kernel.clock.now() - startMs;
        resolve(
          FunctionError === undefined
            ? { kind: "answered", payload: Payload, latencyMs }
            : { kind: "failed", error: FunctionError, latencyMs },
        );
      },
      (error: unknown) => {
        kernel.deadlines.clear(waiting);
        if (error instanceof AwsError) {
          resolve({ kind: "refused", error, latencyMs: kernel.clock.now() - startMs });
        } else reject(error);
      },
    );
  });
}

/** The integration's role, or why API Gateway may not take it on. */
function assumed(kernel: Kernel, gateway: Principal, roleArn: string): Principal | AwsError {
  try {
    kernel.calls.authorize(gateway, [{ action: "sts:AssumeRole", resource: roleArn }]);
  } catch (error) {
    if (!(error instanceof AccessDeniedError)) throw error;
    const message = `API Gateway does not have permission to assume the provided role ${roleArn}`;
    return new AwsError(error.code, message, error.httpStatus);
  }
  return { type: "role", arn: roleArn, session: "BackplaneAssumeRoleSession" };
}
