import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Exhausted } from "./back-off";
import { asRule } from "./caller";
import { type Delivery, describeDelivery } from "./delivery";
import type { Failure } from "./failure";
import { queueMessage } from "./queue-message";

/**
 * Gives up a delivery: the event goes to the target's dead-letter queue, or is dropped and logged.
 * @param retries - attempts after the first
 */
export async function giveUp(
  kernel: Kernel,
  delivery: Delivery,
  failure: Failure,
  retries: number,
  exhausted?: Exhausted,
): Promise<void> {
  const { target, ruleArn, json, traceId } = delivery;
  const reason = `${failure.code}: ${failure.message}`;
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) {
    kernel.log(`dropped ${describeDelivery(delivery)}: ${reason}`);
    return;
  }
  const attributes: Readonly<Record<string, string>> = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  const message = {
    ...queueMessage(kernel, queueArn, json, traceId),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  };
  try {
    await kernel.calls.perform(asRule(kernel, ruleArn), "sqs", "SendMessage", message, { traceId });
    kernel.log(`dead-lettered ${describeDelivery(delivery)}: ${reason}`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    kernel.log(
      `dropped ${describeDelivery(delivery)}: ${reason}; its dead-letter queue ${queueArn} refused it: ${error.message}`,
    );
  }
}
