import { onFailureOf } from "./engine/dead-letters";
import type { Rule } from "./engine/rule";
import { block, blocks, type Resource, type StackView } from "./engine/stack-view";

/** A function that is called without waiting keeps the events it failed on. */
export const asyncFailureDestinations: Rule = {
  id: "async-failure-destinations",
  title:
    "Every function that is invoked asynchronously has an on-failure destination or a dead-letter queue.",
  why: "Lambda tries an asynchronous event three times in all, then drops it; nobody waits for the answer who could notice.",
  source: {
    title: "Capturing records of Lambda asynchronous invocations",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  mend: "Set destination_config.on_failure in an aws_lambda_function_event_invoke_config, or dead_letter_config of the function.",
  *check(stack) {
    for (const at of stack.all("aws_lambda_function")) {
      const caller = asyncCaller(stack, at);
      if (caller !== undefined && !keepsFailures(stack, at)) {
        yield {
          at,
          detail: `is invoked asynchronously (${caller.address}) and keeps nothing of what fails.`,
        };
      }
    }
  },
};

function asyncCaller(stack: StackView, fn: Resource): Resource | undefined {
  const calls = (owner: StackView, value: unknown) => owner.findFunction(value) === fn;
  return stack
    .everywhere(
      "aws_sns_topic_subscription",
      "aws_cloudwatch_event_target",
      "aws_s3_bucket_notification",
      "aws_lambda_function_event_invoke_config",
    )
    .find(({ stack: owner, resource: { type, args } }) => {
      switch (type) {
        case "aws_sns_topic_subscription":
          return args["protocol"] === "lambda" && calls(owner, args["endpoint"]);
        case "aws_cloudwatch_event_target":
          return calls(owner, args["arn"]);
        case "aws_s3_bucket_notification":
          return blocks(args, "lambda_function").some((each) => calls(owner, each["lambda_function_arn"]));
        default:
          return calls(owner, args["function_name"]);
      }
    })?.resource;
}

function keepsFailures(stack: StackView, fn: Resource): boolean {
  return (
    block(fn.args, "dead_letter_config")?.["target_arn"] !== undefined ||
    stack
      .everywhere("aws_lambda_function_event_invoke_config")
      .some(
        ({ stack: owner, resource: { args } }) =>
          owner.findFunction(args["function_name"]) === fn && onFailureOf(args) !== undefined,
      )
  );
}
