import { inputCheck } from "../../input-shape/check-input";
import type { Members } from "../../input-shape/containers";
import { required } from "../../input-shape/member";
import { integer, oneOf, text } from "../../input-shape/scalars";

/** The check of an input: types, what must be there, lengths, ranges and patterns. */
export function logsInput(members: Members): (input: unknown) => void {
  return inputCheck("InvalidParameterException", members);
}

/** The check of an operation that takes a group by `logGroupIdentifier` or by `logGroupName`. */
export function groupInput(members: Members): (input: unknown) => void {
  const byName = logsInput({ logGroupName: required(groupName), ...members });
  const byIdentifier = logsInput({ logGroupIdentifier: groupIdentifier, ...members });
  return (input) => {
    const identified = (input as { logGroupIdentifier?: unknown }).logGroupIdentifier !== undefined;
    (identified ? byIdentifier : byName)(input);
  };
}

/** A group by name. */
export const groupName = text({ least: 1, most: 512, pattern: "[\\.\\-_/#A-Za-z0-9]+" });

/** A stream by name, or the beginning of one. */
export const streamName = text({ least: 1, most: 512, pattern: "[^:*]*" });

/** A group by name or ARN. */
export const groupIdentifier = text({ least: 1, most: 2_048, pattern: "[\\w#+=/:,.@-]*" });

/** A log class. */
export const groupClass = oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY");

/** How many groups or streams to give. */
export const describeLimit = integer({ least: 1, most: 50 });

/** How many events to give. */
export const eventLimit = integer({ least: 1, most: 10_000 });

/** Where a page begins. */
export const nextToken = text({ least: 1 });
