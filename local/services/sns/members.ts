import { inputCheck } from "../../input-shape/check-input";
import { listOf, type Members, mapOf, structure } from "../../input-shape/containers";
import type { Member } from "../../input-shape/member";
import { text } from "../../input-shape/scalars";

/** The check of an input's types; what is missing or out of range SNS says in words of each operation. */
export function snsInput(members: Members): (input: unknown) => void {
  return inputCheck("InvalidParameter", members);
}

/** A list in a form, in which an empty one is an empty text. */
export function listInForm(member: Member): Member {
  return orEmptyText(listOf(member));
}

/** A map in a form, in which an empty one is an empty text. */
export function mapInForm(member: Member): Member {
  return orEmptyText(mapOf(member));
}

/** Tags to set. */
export const tagsMember = listInForm(structure({ Key: text(), Value: text() }));

/** A message to publish. */
export const messageMembers: Members = {
  Message: text(),
  Subject: text(),
  MessageStructure: text(),
  MessageAttributes: mapInForm(structure({ DataType: text(), StringValue: text(), BinaryValue: text() })),
  MessageGroupId: text(),
  MessageDeduplicationId: text(),
};

function orEmptyText(member: Member): Member {
  return { ...member, check: (value) => (value === "" ? undefined : member.check(value)) };
}
