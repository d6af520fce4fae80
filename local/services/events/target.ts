/** Rewrites events for a target. */
export interface InputTransformer {
  /** Variable → JSON path into the event. */
  readonly InputPathsMap?: Readonly<Record<string, string>>;
  /** A JSON text or value with `<variable>` where values go. */
  readonly InputTemplate: string;
}

/** Until when a failed delivery is tried again; whatever is reached first ends it. */
export interface RetryPolicy {
  /** 0 to 185; defaults to 185. */
  readonly MaximumRetryAttempts?: number;
  /** 60 to 86 400; defaults to 86 400. */
  readonly MaximumEventAgeInSeconds?: number;
}

/** Where a rule's events go, as PutTargets has it. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  /** The role with which the target is called; without it EventBridge calls as itself. */
  readonly RoleArn?: string;
  /** What the target gets instead of every event. */
  readonly Input?: string;
  /** The part of the event that the target gets. */
  readonly InputPath?: string;
  readonly InputTransformer?: InputTransformer;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  /** The queue that gets what could not be delivered. */
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: RetryPolicy;
}
