import { structure } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Deliveries } from "../delivery";
import { requireTopic } from "../lookup";
import { listInForm, messageMembers, snsInput } from "../members";
import { compose, LARGEST_MESSAGE_BYTES, messageSizeBytes, type OutgoingMessage } from "../publication";
import type { Topics } from "../state";

type Entry = OutgoingMessage & { readonly Id: string };

interface Input {
  readonly TopicArn: string;
  readonly PublishBatchRequestEntries: readonly Entry[];
}

interface Output {
  readonly Successful: readonly { readonly Id: string; readonly MessageId: string }[];
  readonly Failed: readonly {
    readonly Id: string;
    readonly Code: string;
    readonly Message: string;
    readonly SenderFault: boolean;
  }[];
}

const MOST_ENTRIES = 10;

/** Publishes up to ten messages, each succeeding or failing for itself. */
export function publishBatch(
  kernel: Kernel,
  topics: Topics,
  deliveries: Deliveries,
): Operation<Input, Output> {
  return {
    name: "PublishBatch",
    checkInput: snsInput({
      TopicArn: text(),
      PublishBatchRequestEntries: listInForm(structure({ Id: text(), ...messageMembers })),
    }),
    access: (input) => [{ action: "sns:Publish", resource: String(input.TopicArn) }],
    run({ TopicArn, PublishBatchRequestEntries: entries = [] }, call) {
      const topic = requireTopic(topics, TopicArn);
      checkEntries(entries);
      const successful: Output["Successful"][number][] = [];
      const failed: Output["Failed"][number][] = [];
      for (const entry of entries) {
        try {
          const publication = compose(kernel, topic.arn, entry, call);
          deliveries.fanOut(publication);
          successful.push({ Id: entry.Id, MessageId: publication.messageId });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
        }
      }
      return { Successful: successful, Failed: failed };
    },
  };
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (entries.length > MOST_ENTRIES) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      "The batch request contains more entries than permissible.",
    );
  }
  if (entries.some(({ Id }) => !/^[A-Za-z0-9_-]{1,80}$/.test(Id ?? ""))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError(
      "BatchEntryIdsNotDistinct",
      "Two or more batch entries in the request have the same Id.",
    );
  }
  if (entries.reduce((sum, entry) => sum + messageSizeBytes(entry), 0) > LARGEST_MESSAGE_BYTES) {
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the messages put together is more than the limit.",
    );
  }
}
