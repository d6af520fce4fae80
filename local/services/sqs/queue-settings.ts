import { policyProblem } from "../../iam/policy-json";
import { AwsError } from "../../kernel/errors";
import type { PolicyDocument } from "../../kernel/policy";
import {
  type RedriveAllowPolicy,
  type RedrivePolicy,
  readRedriveAllowPolicy,
  readRedrivePolicy,
} from "./redrive-policy";

/** The attributes of a queue that can be set, by their API names, as texts. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** The attributes of a queue in the form in which it works with them. */
export interface QueueSettings {
  readonly delayMs: number;
  readonly maximumMessageBytes: number;
  readonly retentionMs: number;
  readonly receiveWaitMs: number;
  readonly visibilityMs: number;
  readonly contentBasedDeduplication: boolean;
  /** Whether a deduplication id counts within its message group alone. */
  readonly deduplicatesPerGroup: boolean;
  readonly policy?: PolicyDocument;
  readonly redrive?: RedrivePolicy;
  readonly redriveAllow?: RedriveAllowPolicy;
}

/**
 * A message and a batch may have 1 MiB since August 2025, 256 KiB before; the default of MaximumMessageSize
 * rose with it. Source: SQS API reference, CreateQueue, MaximumMessageSize ("1,024 bytes (1 KiB) to 1,048,576
 * bytes (1 MiB). Default: 1,048,576"), and SendMessageBatch ("1 MiB or 1,048,576 bytes").
 */
export const LARGEST_MESSAGE_BYTES = 1_048_576;

/** Seconds; for the visibility timeout of a queue, of a receive and of one message in all. */
export const LONGEST_VISIBILITY_SECONDS = 43_200;

const NUMBERS: Readonly<Record<string, { least: number; most: number; default: number }>> = {
  VisibilityTimeout: { least: 0, most: LONGEST_VISIBILITY_SECONDS, default: 30 },
  MaximumMessageSize: { least: 1_024, most: LARGEST_MESSAGE_BYTES, default: LARGEST_MESSAGE_BYTES },
  MessageRetentionPeriod: { least: 60, most: 1_209_600, default: 345_600 },
  DelaySeconds: { least: 0, most: 900, default: 0 },
  ReceiveMessageWaitTimeSeconds: { least: 0, most: 20, default: 0 },
};

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  SqsManagedSseEnabled: ["true", "false"],
  ContentBasedDeduplication: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
};

const FIFO_DEFAULTS: QueueAttributes = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

/** Attributes that an empty text takes away. */
const REMOVABLE = ["Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId"];

/** What a queue has before anything is set. */
export function defaultAttributes(fifo: boolean): QueueAttributes {
  const numbers = Object.entries(NUMBERS).map(([name, range]) => [name, String(range.default)]);
  return {
    ...Object.fromEntries(numbers),
    SqsManagedSseEnabled: "true",
    ...(fifo ? FIFO_DEFAULTS : {}),
  };
}

/**
 * The attributes after a change.
 * @throws AwsError `InvalidAttributeName`, `InvalidAttributeValue` or `InvalidParameterValue` as SQS would answer
 */
export function changeAttributes(current: QueueAttributes, changes: QueueAttributes): QueueAttributes {
  const fifo = current["FifoQueue"] === "true";
  for (const [name, value] of Object.entries(changes)) checkAttribute(name, String(value), fifo);
  if (changes["KmsMasterKeyId"] && changes["SqsManagedSseEnabled"] === "true") {
    throw new AwsError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
  }
  const next: Record<string, string> = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    if (value === "" && REMOVABLE.includes(name)) delete next[name];
    else next[name] = String(value);
  }
  if (changes["KmsMasterKeyId"]) next["SqsManagedSseEnabled"] = "false";
  if (changes["SqsManagedSseEnabled"] === "true") delete next["KmsMasterKeyId"];
  if (next["FifoThroughputLimit"] === "perMessageGroupId" && next["DeduplicationScope"] !== "messageGroup") {
    throw invalidAttribute(
      "FifoThroughputLimit",
      "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.",
    );
  }
  return next;
}

/** Reads checked attributes. */
export function readSettings(attributes: QueueAttributes): QueueSettings {
  const seconds = (name: string) => Number(attributes[name]) * 1_000;
  const { Policy, RedrivePolicy, RedriveAllowPolicy } = attributes;
  return {
    delayMs: seconds("DelaySeconds"),
    maximumMessageBytes: Number(attributes["MaximumMessageSize"]),
    retentionMs: seconds("MessageRetentionPeriod"),
    receiveWaitMs: seconds("ReceiveMessageWaitTimeSeconds"),
    visibilityMs: seconds("VisibilityTimeout"),
    contentBasedDeduplication: attributes["ContentBasedDeduplication"] === "true",
    deduplicatesPerGroup: attributes["DeduplicationScope"] === "messageGroup",
    ...(Policy === undefined ? {} : { policy: JSON.parse(Policy) as PolicyDocument }),
    ...(RedrivePolicy === undefined ? {} : { redrive: readRedrivePolicy(RedrivePolicy) }),
    ...(RedriveAllowPolicy === undefined ? {} : { redriveAllow: readRedriveAllowPolicy(RedriveAllowPolicy) }),
  };
}

function checkAttribute(name: string, value: string, fifo: boolean): void {
  const range = NUMBERS[name];
  if (range !== undefined) {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < range.least || number > range.most) throw invalidAttribute(name);
    return;
  }
  if (name in FIFO_DEFAULTS && !fifo)
    throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  if (name === "FifoQueue") {
    if (value !== "true") throw invalidAttribute(name, "Modifying queue type is not supported.");
    return;
  }
  const choices = CHOICES[name];
  if (choices !== undefined) {
    if (!choices.includes(value)) throw invalidAttribute(name);
    return;
  }
  checkText(name, value);
}

function checkText(name: string, value: string): void {
  switch (name) {
    case "Policy":
      if (value !== "") checkPolicy(value);
      return;
    case "RedrivePolicy":
      if (value !== "") readRedrivePolicy(value);
      return;
    case "RedriveAllowPolicy":
      if (value !== "") readRedriveAllowPolicy(value);
      return;
    case "KmsMasterKeyId":
      return;
    case "KmsDataKeyReusePeriodSeconds":
      if (!/^\d+$/.test(value) || Number(value) < 60 || Number(value) > 86_400) throw invalidAttribute(name);
      return;
    default:
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
}

function invalidAttribute(name: string, reason?: string): AwsError {
  const suffix = reason === undefined ? "" : ` Reason: ${reason}`;
  return new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.${suffix}`);
}

function checkPolicy(json: string): void {
  const problem = policyProblem(json, "resource");
  if (problem !== undefined) throw invalidAttribute("Policy", problem);
}
