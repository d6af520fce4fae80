import { inputCheck } from "../../input-shape/check-input";
import { type Members, mapOf, structure } from "../../input-shape/containers";
import { integer, text } from "../../input-shape/scalars";

/** The check of an input's types; what is missing or out of range SQS says in words of each operation. */
export function sqsInput(members: Members): (input: unknown) => void {
  return inputCheck("InvalidParameterValueException", members);
}

const messageAttributes = mapOf(structure({ DataType: text(), StringValue: text(), BinaryValue: text() }));

/** A message to send. */
export const messageMembers: Members = {
  MessageBody: text(),
  DelaySeconds: integer(),
  MessageAttributes: messageAttributes,
  MessageSystemAttributes: messageAttributes,
  MessageGroupId: text(),
  MessageDeduplicationId: text(),
};
