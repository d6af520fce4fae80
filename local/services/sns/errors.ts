import { AwsError } from "../../kernel/errors";

/** @param what - what is wrong, as SNS goes on after "Invalid parameter: " */
export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

export function topicDoesNotExist(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", 404);
}

export function subscriptionDoesNotExist(): AwsError {
  return new AwsError("NotFound", "Subscription does not exist", 404);
}
