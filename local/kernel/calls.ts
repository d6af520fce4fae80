import { AccessDeniedError, AwsError } from "./errors";
import type { Kernel } from "./kernel";
import type { Call, Operation } from "./operation";
import type { AccessRequest } from "./policy";
import { type Principal, principalName } from "./principal";
import type { Service } from "./service";
import { bytesOf } from "./trace";

/** A denied call, as kept for the console and for tests. */
export interface Denial {
  readonly atMs: number;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
}

/** How many denials are kept: something denied may be tried again for days. */
const MOST_DENIALS = 1_000;

/** What a caller may say about its call; the rest is filled in. */
export interface CallOptions {
  readonly traceId?: string;
  /** Defaults to whether there is a trace id. */
  readonly traceFromCaller?: boolean;
  /** Defaults to false. */
  readonly fromOutside?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The one path on which anything in the cloud reaches a service: a request from the wire, an event source, a
 * delivery from one service to another. It checks permissions, applies faults and records the trace.
 */
export class Calls {
  /** By service and name. */
  private readonly operations = new Map<string, Map<string, Operation>>();
  private readonly services = new Map<string, Service>();
  /** The latest, the oldest first. */
  readonly denials: Denial[] = [];

  constructor(private readonly kernel: Kernel) {}

  /** Makes a service's operations callable. */
  register(service: Service): void {
    this.services.set(service.arnName ?? service.name, service);
    const operations = service.operations ?? [];
    this.operations.set(service.name, new Map(operations.map((operation) => [operation.name, operation])));
  }

  /** The service's operation, if it is modelled. */
  find(service: string, operation: string): Operation | undefined {
    return this.operations.get(service)?.get(operation);
  }

  /**
   * Performs an operation as a principal.
   * @throws AwsError as the service would answer, AccessDeniedError among them
   */
  async perform<Output = unknown>(
    principal: Principal,
    service: string,
    name: string,
    input: unknown,
    options: CallOptions = {},
  ): Promise<Output> {
    const operation = this.find(service, name);
    if (operation === undefined) {
      throw new AwsError(
        "UnknownOperationException",
        `the local cloud does not model ${service}:${name}`,
        404,
      );
    }
    const call: Call = {
      principal,
      requestId: this.kernel.ids.uuid(),
      traceId: options.traceId ?? this.kernel.newTraceId(),
      traceFromCaller: options.traceFromCaller ?? options.traceId !== undefined,
      fromOutside: options.fromOutside ?? false,
      signal: options.signal,
    };
    if (call.fromOutside) operation.checkInput?.(input);
    const requests = operation.access(input);
    try {
      this.authorize(principal, requests);
      this.failOnPurpose(requests);
      const output = await operation.run(input, call);
      const traced = operation.traced ?? true;
      if (typeof traced === "function" ? traced(output) : traced) this.trace(call, requests, input, "ok");
      return output as Output;
    } catch (error) {
      const denied = error instanceof AccessDeniedError;
      this.trace(call, requests, input, denied ? "denied" : "error", error);
      throw error;
    }
  }

  /**
   * Checks permissions only, for what is not an operation of ours.
   * @throws AccessDeniedError with the statement that is missing
   */
  authorize(principal: Principal, requests: readonly AccessRequest[]): void {
    if (principal.type === "operator") return;
    for (const request of requests) {
      const policy = this.services.get(serviceOf(request.resource))?.resourcePolicy?.(request.resource);
      const reason = this.kernel.authorizer.denial(principal, request, policy);
      if (reason === undefined) continue;
      const { action, resource } = request;
      this.denials.push({
        atMs: this.kernel.clock.now(),
        principal: principalName(principal),
        action,
        resource,
        reason,
      });
      if (this.denials.length > MOST_DENIALS) this.denials.shift();
      this.kernel.log(`denied: ${reason}`);
      throw new AccessDeniedError(reason);
    }
  }

  private failOnPurpose(requests: readonly AccessRequest[]): void {
    for (const { action, resource } of requests) {
      const fault = this.kernel.faults.strike(action, resource, "error");
      if (fault === undefined) continue;
      const error = fault.error ?? {
        code: "InternalServerError",
        message: `injected fault on ${action}`,
        httpStatus: 500,
      };
      throw new AwsError(error.code, error.message, error.httpStatus);
    }
  }

  private trace(
    call: Call,
    requests: readonly AccessRequest[],
    input: unknown,
    outcome: "ok" | "denied" | "error",
    error?: unknown,
  ): void {
    for (const { action, resource } of requests) {
      this.kernel.traces.record({
        traceId: call.traceId,
        atMs: this.kernel.clock.now(),
        from: this.actor(call.principal),
        action,
        resource,
        outcome,
        reason: error instanceof Error ? error.message : undefined,
        payload: input,
        payloadBytes: bytesOf(input),
      });
    }
  }

  private actor(principal: Principal): string {
    if (principal.type === "role") return this.kernel.traces.label(principal.session);
    return principal.type === "service" ? principal.name : principal.type;
  }
}

/** The service part of an ARN; cut out, because splitting takes longer and every call does it. */
function serviceOf(arn: string): string {
  const start = arn.indexOf(":", arn.indexOf(":") + 1) + 1;
  return arn.slice(start, arn.indexOf(":", start));
}
