import { invalidValue } from "./errors";

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  /** 1 to 1 000. */
  readonly maxReceiveCount: number;
}

/** Which queues may use a queue as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns?: readonly string[];
}

const MOST_RECEIVES = 1_000;
const MOST_SOURCES = 10;

/** @throws AwsError `InvalidParameterValue` for anything but a valid policy */
export function readRedrivePolicy(text: string): RedrivePolicy {
  const refuse = (reason: string) => invalidValue("RedrivePolicy", text, reason);
  const policy = parseMap(text);
  if (policy === undefined) throw refuse("Redrive policy is not a valid JSON map.");
  for (const name of ["maxReceiveCount", "deadLetterTargetArn"]) {
    if (policy[name] === undefined) {
      throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
    }
  }
  const deadLetterTargetArn = String(policy["deadLetterTargetArn"]);
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(deadLetterTargetArn)) {
    throw refuse("Invalid value for deadLetterTargetArn.");
  }
  const maxReceiveCount = Number(policy["maxReceiveCount"]);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > MOST_RECEIVES) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${policy["maxReceiveCount"]}, valid values are from 1 to ${MOST_RECEIVES} both inclusive.`,
    );
  }
  return { deadLetterTargetArn, maxReceiveCount };
}

/** @throws AwsError `InvalidParameterValue` for anything but a valid policy */
export function readRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const refuse = (reason: string) => invalidValue("RedriveAllowPolicy", text, reason);
  const policy = parseMap(text);
  if (policy === undefined) throw refuse("Amazon SQS can't parse the JSON.");
  const permission = policy["redrivePermission"];
  if (permission === "allowAll" || permission === "denyAll") {
    if (policy["sourceQueueArns"] !== undefined) {
      throw refuse("sourceQueueArns can only be specified with redrivePermission byQueue.");
    }
    return { redrivePermission: permission };
  }
  if (permission !== "byQueue") {
    throw refuse("redrivePermission must be one of allowAll, denyAll, byQueue.");
  }
  const arns = policy["sourceQueueArns"];
  if (!Array.isArray(arns) || arns.length < 1 || arns.length > MOST_SOURCES) {
    throw refuse(`sourceQueueArns must contain 1 to ${MOST_SOURCES} queue ARNs.`);
  }
  return { redrivePermission: permission, sourceQueueArns: arns.map(String) };
}

/** Whether a dead-letter queue takes the messages of a source queue; without a policy it does. */
export function allowsSource(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy === undefined || policy.redrivePermission === "allowAll") return true;
  return policy.redrivePermission === "byQueue" && (policy.sourceQueueArns ?? []).includes(sourceArn);
}

function parseMap(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
