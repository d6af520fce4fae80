/** The parts of the context object that are the same for every invocation of an environment. */
const environment = {
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
};

/**
 * The context object that a handler gets as its second argument.
 * @param settle - `succeed(result)` and `fail(error)`, either of which ends the invocation
 */
export function contextOf({ clientContext, invokedArn, requestId }, deadlineMs, { succeed, fail }) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    succeed,
    fail,
    done: (error, result) => (error === undefined || error === null ? succeed(result) : fail(error)),
    ...environment,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    identity: undefined,
    invokedFunctionArn: invokedArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}
