import type { IConstruct } from "constructs";

/** What every construct of a stack needs to know about the environment it is built for. */
export interface EnvironmentValues {
  /** Name of the environment and first part of every physical name: `dev`, `prod`. */
  readonly environment: string;
  /** AWS region, such as `eu-central-1`. */
  readonly region: string;
  /** The twelve digits of the AWS account. */
  readonly accountId: string;
  /** Days that log groups keep their events; one of the values that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Lowest level that the functions log: `DEBUG`, `INFO`, `WARN` or `ERROR`. */
  readonly logLevel: string;
  /** Whether functions and API stages send X-Ray traces. */
  readonly tracing: boolean;
  /** Processor architecture of the functions. */
  readonly architecture: "arm64" | "x86_64";
  /** Memory of a function that does not ask for its own, in MB. */
  readonly defaultMemoryMb: number;
  /** Whether tables and user pools refuse to be deleted. */
  readonly deletionProtection: boolean;
  /** Whether tables can be restored to any second of the last 35 days. */
  readonly pointInTimeRecovery: boolean;
  /** Whether the modules raise alarms, and the topic that hears of them; needed when they are enabled. */
  readonly alarms: { readonly enabled: boolean; readonly topicArn?: string };
  /**
   * ARN of the policy that bounds what roles can be allowed, for every role that the modules make.
   * @defaultValue none
   */
  readonly permissionsBoundary?: string;
  /** Default limits of an API stage: steady requests per second, and the burst on top. */
  readonly throttling: { readonly rateLimit: number; readonly burstLimit: number };
}

const provided = new WeakMap<IConstruct, EnvironmentValues>();

/** Ties a scope of the construct tree, usually a stack, to the values of its environment. */
export const EnvironmentContext = {
  /**
   * Gives `scope` and everything below it the values of an environment.
   *
   * @throws Error when alarms are enabled without a topic to send them to.
   */
  provide(scope: IConstruct, values: EnvironmentValues): void {
    if (values.alarms.enabled && values.alarms.topicArn === undefined) {
      throw new Error(
        `${scope.node.path}: alarms are enabled for environment ${values.environment} without alarms.topicArn; ` +
          "an alarm that nobody hears is of no use. Give the topic's ARN or set alarms.enabled to false.",
      );
    }
    provided.set(scope, values);
  },

  /**
   * The values of the environment that `construct` is built for.
   *
   * @throws Error when no scope above it was given any.
   */
  of(construct: IConstruct): EnvironmentValues {
    for (const scope of [...construct.node.scopes].reverse()) {
      const values = provided.get(scope);
      if (values !== undefined) return values;
    }
    throw new Error(
      `${construct.node.path}: no environment is known here. ` +
        "Call EnvironmentContext.provide(stack, values) in the stack before building modules in it.",
    );
  },
};
