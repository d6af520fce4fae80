import type { AccessRequest } from "./policy";
import type { Principal } from "./principal";

/** The circumstances of a call. */
export interface Call {
  readonly principal: Principal;
  readonly requestId: string;
  /** The trace that the call belongs to, in X-Ray's form `1-<8 hex>-<24 hex>`. */
  readonly traceId: string;
  /** Whether the caller named the trace; false when it begins with this call. */
  readonly traceFromCaller: boolean;
  /** Whether the call came over the wire, and not from the cloud itself. */
  readonly fromOutside: boolean;
  /** Aborted when the caller has hung up; long polls end then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One action of a service's API. The wire, the event sources and the deliveries between services all use it, so
 * that permissions, faults and traces are the same for each.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs come parsed from the wire; each operation states its own.
export interface Operation<Input = any, Output = any> {
  /** The API's name, such as `SendMessage`. */
  readonly name: string;
  /**
   * Looks at what a request from outside says, before anything else is done with it: JSON types, and what must be
   * there where the operation relies on it. Calls inside of the cloud are typed and go without.
   * @throws AwsError as the service answers
   */
  readonly checkInput?: (input: unknown) => void;
  /** What IAM is asked before `run`; an empty list for calls that need no permission, such as a sign-up. */
  access(input: Input): readonly AccessRequest[];
  /** @throws AwsError with the code that AWS documents */
  run(input: Input, call: Call): Output | Promise<Output>;
  /** False for reads that would only clutter a trace, such as polls. Defaults to true. */
  readonly traced?: boolean | ((output: Output) => boolean);
}
