import type { Context } from "aws-lambda";

/** The second argument of a handler. */
export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: "dev-shop-function",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:dev-shop-function",
  memoryLimitInMB: "256",
  awsRequestId: "5c3b2a19-0f8e-4d7c-b6a5-948372615040",
  logGroupName: "/aws/lambda/dev-shop-function",
  logStreamName: "2025/03/14/[$LATEST]0123456789abcdef0123456789abcdef",
  getRemainingTimeInMillis: () => 10_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
