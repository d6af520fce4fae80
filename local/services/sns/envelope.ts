import { createHash } from "node:crypto";
import { isoTime } from "../../kernel/clock";
import type { Kernel } from "../../kernel/kernel";
import type { MessageAttributes } from "./message-attributes";
import type { Publication } from "./publication";
import type { Subscription } from "./state";

/**
 * The JSON that an endpoint without raw delivery gets. Its signature has the form of AWS's and is made here, from
 * the content alone: it cannot be verified with the certificate of AWS.
 */
export function notification(kernel: Kernel, publication: Publication, subscription: Subscription): string {
  const { messageId, topicArn, subject, attributes } = publication;
  const Message = publication.messageFor(subscription.protocol);
  const Timestamp = isoTime(publication.publishedAtMs);
  return JSON.stringify({
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message,
    Timestamp,
    SignatureVersion: "1",
    Signature: sign([Message, messageId, subject ?? "", Timestamp, topicArn]),
    SigningCertURL: signingCertUrl(kernel),
    UnsubscribeURL: unsubscribeUrl(kernel, subscription),
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: typedValues(attributes) }),
  });
}

/** The event that a Lambda function gets; every field is there, absent ones as null. */
export function lambdaEvent(kernel: Kernel, publication: Publication, subscription: Subscription): string {
  const { messageId, topicArn, subject, attributes } = publication;
  const Message = publication.messageFor("lambda");
  const Timestamp = isoTime(publication.publishedAtMs);
  return JSON.stringify({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: "Notification",
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message,
          Timestamp,
          SignatureVersion: "1",
          Signature: sign([Message, messageId, subject ?? "", Timestamp, topicArn]),
          SigningCertUrl: signingCertUrl(kernel),
          UnsubscribeUrl: unsubscribeUrl(kernel, subscription),
          MessageAttributes: typedValues(attributes),
        },
      },
    ],
  });
}

function typedValues(attributes: MessageAttributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue ?? StringValue },
    ]),
  );
}

/** 256 bytes, as a signature with RSA of 2 048 bits has. */
function sign(parts: readonly string[]): string {
  const digests = [...Array(8).keys()].map((index) =>
    createHash("sha256")
      .update(`${index}\n${parts.join("\n")}`)
      .digest(),
  );
  return Buffer.concat(digests).toString("base64");
}

function signingCertUrl(kernel: Kernel): string {
  return `${kernel.endpoint}/SimpleNotificationService-local.pem`;
}

function unsubscribeUrl(kernel: Kernel, subscription: Subscription): string {
  return `${kernel.endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
}
