import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { addAlarm } from "../alarm";
import { ConfigCheck } from "../config-check";
import type { EventBusReference } from "../event-bus";
import { PlatformFunction } from "../function";
import { Queue } from "../queue";
import { DeadLetterQueue } from "../queue/dead-letter-queue";
import { checkPattern, type EventPattern } from "./event-pattern";

export type { EventPattern } from "./event-pattern";

/** Rewrites an event on its way to a target. */
export interface InputTransformer {
  /** Name → JSON path into the event: `{ orderId: "$.detail.data.orderId" }`; at most 100. */
  readonly paths: Readonly<Record<string, string>>;
  /** What the target gets, with `<name>` in place of each value. */
  readonly template: string;
}

/** One receiver of the events. */
export interface EventTarget {
  /** Tells the targets of the rule apart, in kebab-case; part of the dead-letter queue's name. */
  readonly name: string;
  /** Where the events go. A function is called asynchronously and gets a queue for what it fails to work. */
  readonly to: Queue | PlatformFunction;
  /**
   * What the target gets instead of the event.
   * @defaultValue the event as it is
   */
  readonly input?: InputTransformer;
}

export interface EventBusRuleProps {
  /** Service that wants the events, in kebab-case. */
  readonly service: string;
  /** What the rule is for, in kebab-case. */
  readonly name: string;
  readonly bus: EventBusReference;
  /** Which events match, by content. */
  readonly pattern: EventPattern;
  /** Who gets them: 1 to 5. */
  readonly targets: readonly EventTarget[];
  /**
   * How long the delivery of an event is tried, in seconds, 60 to 86 400.
   * @defaultValue 86 400
   */
  readonly maxAgeSeconds?: number;
  /**
   * Attempts after the first, 0 to 185. What is not delivered then goes to the target's dead-letter queue.
   * @defaultValue 185
   */
  readonly maxRetries?: number;
}

const EVENTS = "events.amazonaws.com";

/** Longest id of a target, in characters. */
const MAX_TARGET_ID = 64;
/** Values that an input transformer takes out of an event at most. */
const MAX_INPUT_PATHS = 100;

/** A rule on an event bus with its targets, each with retries and a dead-letter queue of its own. */
export class EventBusRule extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;
  /** Target name → queue of the events that could not be delivered to it. */
  readonly deadLetterQueues: ReadonlyMap<string, DeadLetterQueue>;

  /** @throws ModuleConfigError when the pattern, a target or a number breaks EventBridge's rules. */
  constructor(scope: Construct, id: string, props: EventBusRuleProps) {
    super(scope, id);
    const { service, bus, pattern, targets, maxAgeSeconds = 86_400, maxRetries = 185 } = props;

    const check = new ConfigCheck(this);
    this.name = check.physicalName("event rule", service, props.name);
    checkPattern(check, pattern);
    checkTargets(check, targets);
    check.integer("maxAgeSeconds", maxAgeSeconds, 60, 86_400);
    check.integer("maxRetries", maxRetries, 0, 185);
    check.done();

    const rule = new CloudwatchEventRule(this, "rule", {
      name: this.name,
      eventBusName: bus.name,
      eventPattern: JSON.stringify(pattern),
      state: "ENABLED",
    });
    this.arn = rule.arn;

    const deadLetterQueues = new Map<string, DeadLetterQueue>();
    for (const target of targets) {
      const undelivered = new DeadLetterQueue(this, `${target.name}-dead-letter-queue`, {
        service,
        name: `${props.name}-${target.name}-rule-dlq`,
      });
      undelivered.allowService(EVENTS, rule.arn);
      deadLetterQueues.set(target.name, undelivered);
      this.letIn(target, rule.arn);

      new CloudwatchEventTarget(this, `${target.name}-target`, {
        rule: rule.name,
        eventBusName: bus.name,
        targetId: target.name,
        arn: target.to.arn,
        retryPolicy: { maximumEventAgeInSeconds: maxAgeSeconds, maximumRetryAttempts: maxRetries },
        deadLetterConfig: { arn: undelivered.arn },
        ...(target.input === undefined
          ? {}
          : {
              inputTransformer: {
                inputPaths: { ...target.input.paths },
                inputTemplate: target.input.template,
              },
            }),
      });
    }
    this.deadLetterQueues = deadLetterQueues;

    const metrics = { namespace: "AWS/Events", dimensions: { EventBusName: bus.name, RuleName: this.name } };
    addAlarm(this, "failed-invocations-alarm", {
      ...metrics,
      name: `${this.name}-failed-invocations`,
      description:
        "Events could not be delivered to a target for good; they wait in the rule's dead-letter queues.",
      metric: "FailedInvocations",
      statistic: "Sum",
    });
    addAlarm(this, "lost-events-alarm", {
      ...metrics,
      name: `${this.name}-lost-events`,
      description:
        "Events could neither be delivered nor kept in the dead-letter queue; they are lost. Check that queue's policy.",
      metric: "InvocationsFailedToBeSentToDlq",
      statistic: "Sum",
    });
  }

  private letIn({ name, to }: EventTarget, ruleArn: string): void {
    if (to instanceof PlatformFunction) {
      to.grantInvoke(EVENTS, ruleArn, { scope: this, id: `${name}-permission` });
      to.keepAsyncFailures();
    } else {
      to.allowService(EVENTS, ruleArn);
    }
  }
}

function checkTargets(check: ConfigCheck, targets: readonly EventTarget[]): void {
  check.that(
    targets.length >= 1 && targets.length <= 5,
    `targets has ${targets.length} entries; a rule has 1 to 5. Spread more over several rules with the same pattern.`,
  );
  const names = new Set<string>();
  for (const { name, to, input } of targets) {
    check.kebabCase("the name of a target", name);
    check.that(
      name.length <= MAX_TARGET_ID,
      `target ${name} has a name of ${name.length} characters; EventBridge takes ${MAX_TARGET_ID}. Shorten it.`,
    );
    check.that(!names.has(name), `two targets are named ${name}; give each a name of its own.`);
    names.add(name);
    check.that(
      !(to instanceof Queue && to.fifo),
      `target ${name} is the FIFO queue ${to.name}, which needs a message group with each message; a rule sends none. ` +
        "Use a standard queue.",
    );
    const count = Object.keys(input?.paths ?? {}).length;
    check.that(
      count <= MAX_INPUT_PATHS,
      `the input of target ${name} has ${count} paths; EventBridge takes ${MAX_INPUT_PATHS}. Send the event as it is.`,
    );
    const used = [...(input?.template.matchAll(/<([^<>]+)>/g) ?? [])].map(
      ([, placeholder]) => placeholder ?? "",
    );
    for (const placeholder of used) {
      check.that(
        placeholder.startsWith("aws.") || input?.paths[placeholder] !== undefined,
        `the template of target ${name} uses <${placeholder}>, which its paths do not define. Add it to paths.`,
      );
    }
  }
}
