import { parseTime } from "../../../kernel/clock";
import { UnsupportedError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import { parseJsonPath } from "../input/json-path";
import type { Target } from "../target";
import type { Delivery } from "./delivery";
import { DeliveryError } from "./failure";
import { ForwardedEvent } from "./forwarded-event";
import { queueMessage } from "./queue-message";

/** A call that hands an event to a target. */
export interface TargetCall {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** Makes the calls for one kind of target; `text` is what the target gets of the event. */
type MakeCalls = (kernel: Kernel, delivery: Delivery, text: string) => readonly TargetCall[];

/** By the service in the ARN; the form is that of what follows the account there. */
const TYPES = new Map<string, { readonly form: RegExp; readonly makeCalls: MakeCalls }>(
  Object.entries({
    sqs: { form: /^[^:/]+$/, makeCalls: sendToQueue },
    lambda: { form: /^function:[^:]+(:[^:]+)?$/, makeCalls: invokeFunction },
    sns: { form: /^[^:]+(?<!\.fifo)$/, makeCalls: publishToTopic },
    events: { form: /^event-bus\/.+$/, makeCalls: putOnBus },
    logs: { form: /^log-group:[^:]+(:\*)?$/, makeCalls: writeToLogGroup },
  }),
);

/**
 * Checks that events can be handed to such a target here.
 * @throws UnsupportedError that names the target
 */
export function checkTargetType(kernel: Kernel, { Id, Arn }: Target): void {
  const [, , service = "", region, accountId, ...rest] = Arn.split(":");
  if (region !== kernel.region || accountId !== kernel.accountId) {
    throw new UnsupportedError(
      `target ${Id} (${Arn}) is in another account or region than the rule (${kernel.accountId}, ${kernel.region}); the local cloud delivers within one`,
    );
  }
  if (TYPES.get(service)?.form.test(rest.join(":")) === true) return;
  throw new UnsupportedError(
    `target ${Id} (${Arn}) is of a kind that the local cloud does not model; it delivers to SQS queues, Lambda functions, SNS standard topics, event buses and CloudWatch log groups`,
  );
}

/** The calls that hand an event to its target. */
export function targetCalls(kernel: Kernel, delivery: Delivery, text: string): readonly TargetCall[] {
  const type = TYPES.get(delivery.target.Arn.split(":")[2] ?? "");
  if (type === undefined) throw new UnsupportedError(`no delivery to ${delivery.target.Arn}`);
  return type.makeCalls(kernel, delivery, text);
}

function sendToQueue(kernel: Kernel, delivery: Delivery, text: string): readonly TargetCall[] {
  const { target, traceId } = delivery;
  const groupId = messageGroupId(delivery);
  const input = {
    ...queueMessage(kernel, target.Arn, text, traceId),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
  };
  return [{ service: "sqs", operation: "SendMessage", input }];
}

/** The group may be given as a JSON path into the event. */
function messageGroupId({ target, event }: Delivery): string | undefined {
  const given = target.SqsParameters?.MessageGroupId;
  const path = given === undefined ? undefined : parseJsonPath(given);
  if (path === undefined) return given;
  const value = path.read(event);
  if (typeof value === "string") return value;
  throw new DeliveryError({
    code: "INVALID_PARAMETER",
    message: `the event has no text at ${given} for the MessageGroupId`,
    retried: false,
  });
}

function invokeFunction(_kernel: Kernel, { target }: Delivery, text: string): readonly TargetCall[] {
  const input = { FunctionName: target.Arn, InvocationType: "Event", Payload: text };
  return [{ service: "lambda", operation: "Invoke", input }];
}

function publishToTopic(_kernel: Kernel, { target }: Delivery, text: string): readonly TargetCall[] {
  return [{ service: "sns", operation: "Publish", input: { TopicArn: target.Arn, Message: text } }];
}

function putOnBus(_kernel: Kernel, { target, event }: Delivery): readonly TargetCall[] {
  return [
    {
      service: "events",
      operation: "PutEvents",
      input: { Entries: [new ForwardedEvent(target.Arn, event)] },
    },
  ];
}

/** Every event gets a log stream of its own. */
function writeToLogGroup(
  kernel: Kernel,
  { target, acceptedAtMs }: Delivery,
  text: string,
): readonly TargetCall[] {
  const logGroupName = target.Arn.split(":")[6] ?? "";
  const logStreamName = kernel.ids.uuid();
  const line = target.InputTransformer === undefined ? { message: text } : transformedLine(text);
  const logEvents = [{ timestamp: acceptedAtMs, ...line }];
  return [
    { service: "logs", operation: "CreateLogStream", input: { logGroupName, logStreamName } },
    { service: "logs", operation: "PutLogEvents", input: { logGroupName, logStreamName, logEvents } },
  ];
}

/** A transformer for a log group has to make an object of a message and a time, in ISO 8601 or milliseconds. */
function transformedLine(text: string): { readonly message: string; readonly timestamp?: number } {
  const { message, timestamp } = parsed(text);
  const atMs = typeof timestamp === "string" ? parseTime(timestamp) : timestamp;
  if (typeof message === "string" && (atMs === undefined || Number.isFinite(atMs))) {
    return { message, ...(typeof atMs === "number" ? { timestamp: atMs } : {}) };
  }
  throw new DeliveryError({
    code: "INVALID_PARAMETER",
    message: `a log group takes {"timestamp": <time>, "message": <text>} of an input transformer, not ${text}`,
    retried: false,
  });
}

/** What a text says, as far as it is a JSON object. */
function parsed(text: string): { readonly message?: unknown; readonly timestamp?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
