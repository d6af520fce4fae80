import { type Arguments, block, blocks, isGiven } from "./engine/arguments";
import { onFailureOf } from "./engine/dead-letters";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** What calls functions without waiting for an answer: by type, what of the arguments names them. */
const CALLERS: Readonly<Record<string, (args: Arguments) => readonly unknown[]>> = {
  aws_sns_topic_subscription: (args) => (args["protocol"] === "lambda" ? [args["endpoint"]] : []),
  aws_cloudwatch_event_target: (args) => [args["arn"]],
  aws_scheduler_schedule: (args) => [block(args, "target")?.["arn"]],
  aws_s3_bucket_notification: (args) =>
    blocks(args, "lambda_function").map((each) => each["lambda_function_arn"]),
  aws_cloudwatch_log_subscription_filter: (args) => [args["destination_arn"]],
  aws_pipes_pipe: (args) => {
    const parameters = block(block(args, "target_parameters") ?? {}, "lambda_function_parameters");
    return parameters?.["invocation_type"] === "FIRE_AND_FORGET" ? [args["target"]] : [];
  },
  aws_api_gateway_integration: (args) => {
    const type = block(args, "request_parameters")?.["integration.request.header.X-Amz-Invocation-Type"];
    return type === "'Event'" ? [args["uri"]] : [];
  },
  aws_lambda_function_event_invoke_config: (args) => [args["function_name"]],
};

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
      const caller = asyncCaller(at);
      if (caller !== undefined && !keepsFailures(at)) {
        yield {
          at,
          detail: `is invoked asynchronously (${caller.address}) and keeps nothing of what fails.`,
        };
      }
    }
  },
};

function asyncCaller(fn: Resource): Resource | undefined {
  return fn.stack
    .everywhere(...Object.keys(CALLERS))
    .find(({ stack, type, args }) => CALLERS[type]?.(args).some((each) => stack.findFunction(each) === fn));
}

function keepsFailures(fn: Resource): boolean {
  return (
    isGiven(block(fn.args, "dead_letter_config")?.["target_arn"]) ||
    fn.stack
      .everywhere("aws_lambda_function_event_invoke_config")
      .some(
        ({ stack, args }) =>
          isGiven(onFailureOf(args)) &&
          (stack.findFunction(args["function_name"]) === fn || stack.mayMean(args["function_name"], fn)),
      )
  );
}
