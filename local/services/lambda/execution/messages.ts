/** What a worker has to know of an invocation. */
export interface InvocationInput {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
  readonly traceHeader: string;
  readonly invokedArn: string;
  /** As JSON. */
  readonly clientContext: string | undefined;
}

/** What the cloud tells a worker; several at once, because it is waking the worker that costs. */
export type WorkerInput =
  | {
      readonly kind: "invoke";
      readonly input: InvocationInput;
      readonly deadlineMs: number;
      /** Counts the invocations of the worker; it begins those alone that follow the number in `begun`. */
      readonly number: number;
      readonly turn: number;
    }
  /** Virtual time has come to the next timer. */
  | { readonly kind: "fire"; readonly turn: number }
  /** Asks whether the function waits for answers alone. */
  | { readonly kind: "probe"; readonly id: number };

/** What a worker tells the cloud. */
export type WorkerOutput =
  | { readonly kind: "log"; readonly atMs: number; readonly text: string }
  | Idling
  /** A signal ends the worker; the cause reads like `terminated`. */
  | { readonly kind: "signaled"; readonly cause: string }
  | (Ending & Usage);

/** What a worker says about its waiting. */
export type Idling =
  /** Nothing can happen in the worker any more before virtual time moves. */
  | { readonly kind: "idle"; readonly turn: number; readonly nextTimerAtMs: number | undefined }
  | {
      readonly kind: "probed";
      readonly id: number;
      /** Over how many connections it waits for an answer of the cloud; nothing else keeps it going. */
      readonly waiting: number;
      readonly nextTimerAtMs: number | undefined;
    };

/** How the init phase or an invocation has ended, as the worker sees it. */
export type Ending =
  | { readonly kind: "ready" }
  | { readonly kind: "result"; readonly payload: string }
  | {
      readonly kind: "failure";
      /** `{errorType, errorMessage, trace}` as JSON. */
      readonly payload: string;
      /** Whether the worker ends with it. */
      readonly fatal?: boolean;
    }
  /** The event was no JSON. */
  | { readonly kind: "unreadable"; readonly message: string };

/** What it took, as far as it was measured. */
interface Usage {
  /** Real time. */
  readonly tookMs: number;
  /** Of the heap and of buffers. */
  readonly memoryBytes?: number;
}
