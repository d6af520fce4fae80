import type { Rule } from "./engine/rule";
import { block, numberOr, physicalName, type Resource, type StackView } from "./engine/stack-view";

/** Logs end. */
export const logRetention: Rule = {
  id: "log-retention",
  title: "Every log group has a retention, and every function a log group.",
  why: "CloudWatch keeps logs for ever by default, and Lambda makes such a group for a function that has none: cost and personal data that only grow.",
  source: {
    title: "Working with log groups and log streams",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  },
  mend: "Set retention_in_days, and add an aws_cloudwatch_log_group named /aws/lambda/<function>.",
  *check(stack) {
    for (const at of stack.all("aws_cloudwatch_log_group")) {
      if (numberOr(at.args["retention_in_days"], 0) === 0) yield { at, detail: "has no retention_in_days." };
    }
    for (const at of stack.all("aws_lambda_function")) {
      if (!hasLogGroup(stack, at)) yield { at, detail: "has no log group in its environment." };
    }
  },
};

function hasLogGroup(stack: StackView, fn: Resource): boolean {
  if (block(fn.args, "logging_config")?.["log_group"] !== undefined) return true;
  const name = physicalName(fn);
  return stack.everywhere("aws_cloudwatch_log_group").some(({ stack: owner, resource }) => {
    const group = resource.args["name"];
    if (name !== undefined && group === `/aws/lambda/${name}`) return true;
    return (
      typeof group === "string" &&
      group.startsWith("/aws/lambda/${") &&
      owner.findFunction(group.slice("/aws/lambda/".length)) === fn
    );
  });
}
