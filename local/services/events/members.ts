import { inputCheck } from "../../input-shape/check-input";
import { listOf, type Members, mapOf, structure } from "../../input-shape/containers";
import { required } from "../../input-shape/member";
import { integer, text, timestamp } from "../../input-shape/scalars";

/** The check of an input's types, and of lengths where the operation itself says nothing of them. */
export function eventsInput(members: Members): (input: unknown) => void {
  return inputCheck("ValidationException", members);
}

/** A bus of its own, by name. */
export const busName = text({ least: 1, most: 256 });

/** A bus by name or ARN. */
export const busReference = text({ least: 1, most: 1_600 });

/** A rule by name. */
export const ruleName = text({ least: 1, most: 64 });

/** How most operations name a rule. */
export const ruleMembers: Members = { Name: required(ruleName), EventBusName: busReference };

/** Which part of a list to give. */
export const pageMembers: Members = { Limit: integer(), NextToken: text({ least: 1, most: 2_048 }) };

/** An event to put. */
export const entryMember = structure({
  Time: timestamp(),
  Source: text(),
  Resources: listOf(text()),
  DetailType: text(),
  Detail: text(),
  EventBusName: busReference,
  TraceHeader: text({ most: 500 }),
});

/** A target of a rule. */
export const targetMember = structure({
  Id: required(text()),
  Arn: required(text()),
  RoleArn: text(),
  Input: text({ most: 8_192 }),
  InputPath: text({ most: 256 }),
  InputTransformer: structure({
    InputPathsMap: mapOf(text({ most: 256 })),
    InputTemplate: required(text({ least: 1, most: 8_192 })),
  }),
  SqsParameters: structure({ MessageGroupId: text() }),
  DeadLetterConfig: structure({ Arn: text() }),
  RetryPolicy: structure({ MaximumRetryAttempts: integer(), MaximumEventAgeInSeconds: integer() }),
});
