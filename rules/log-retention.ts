import { block, isExpression, isGiven, numberOr } from "./engine/arguments";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** Logs end. */
export const logRetention: Rule = {
  id: "log-retention",
  title:
    "Every log group has a retention, and every function, REST stage and GraphQL API that logs a log group.",
  why: "CloudWatch keeps logs for ever by default, and Lambda, API Gateway and AppSync make such a group for what has none: cost and personal data that only grow.",
  source: {
    title: "Working with log groups and log streams",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  },
  mend: "Set retention_in_days, and add an aws_cloudwatch_log_group: /aws/lambda/<function>, or the one in the function's logging_config; API-Gateway-Execution-Logs_<api id>/<stage> for methods that log; /aws/appsync/apis/<api id>.",
  *check(stack) {
    for (const at of stack.all("aws_cloudwatch_log_group")) {
      if (numberOr(at.args["retention_in_days"], 0) === 0) yield { at, detail: "has no retention_in_days." };
    }
    for (const at of stack.all("aws_lambda_function")) {
      const group = block(at.args, "logging_config")?.["log_group"];
      if (isGiven(group) ? isExpression(group) || hasGroup(at, [group]) : hasOwnGroup(at)) continue;
      yield { at, detail: "has no log group in its environment." };
    }
    for (const at of stack.all("aws_api_gateway_method_settings")) {
      const level = block(at.args, "settings")?.["logging_level"];
      if (!isGiven(level) || level === "OFF") continue;
      if (!hasGroupBeginning(at, "API-Gateway-Execution-Logs_")) {
        yield { at, detail: `logs with level ${String(level)}, and its API has no log group for that.` };
      }
    }
    for (const at of stack.all("aws_appsync_graphql_api")) {
      if (isGiven(at.args["log_config"]) && !hasGroupBeginning(at, "/aws/appsync/apis/")) {
        yield { at, detail: "logs, and has no log group for that." };
      }
    }
  },
};

function hasOwnGroup(fn: Resource): boolean {
  const prefix = "/aws/lambda/";
  return (
    hasGroup(fn, [`${prefix}${String(fn.args["function_name"])}`]) ||
    groups(fn).some(
      ({ stack, args: { name } }) =>
        typeof name === "string" &&
        name.startsWith(`${prefix}\${`) &&
        (stack.findFunction(name.slice(prefix.length)) === fn ||
          stack.mayMean(name.slice(prefix.length), fn)),
    )
  );
}

function hasGroup(at: Resource, names: readonly unknown[]): boolean {
  return groups(at).some(({ args: { name } }) => names.includes(name));
}

/** Whether there is a group for what only Terraform gives an id. */
function hasGroupBeginning(at: Resource, prefix: string): boolean {
  return groups(at).some(({ args: { name } }) => typeof name === "string" && name.startsWith(prefix));
}

function groups({ stack }: Resource): readonly Resource[] {
  return stack.everywhere("aws_cloudwatch_log_group");
}
