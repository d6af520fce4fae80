import type { Rule } from "./bus";

/** A rule as the API shows it. */
export function ruleSummary({
  name,
  arn,
  busName,
  description,
  patternText,
  scheduleExpression,
  state,
}: Rule) {
  return {
    Name: name,
    Arn: arn,
    EventBusName: busName,
    State: state,
    ...(description === undefined ? {} : { Description: description }),
    ...(patternText === undefined ? {} : { EventPattern: patternText }),
    ...(scheduleExpression === undefined ? {} : { ScheduleExpression: scheduleExpression }),
  };
}
