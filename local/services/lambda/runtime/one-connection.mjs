import http from "node:http";

/** Calls that may take time: they keep connections of their own, so that others can be made meanwhile. */
const MAY_WAIT = /^AmazonSQS\.ReceiveMessage |\/invocations$/;

/**
 * Sends a function's calls over one connection, in the order in which the function makes them. Calls side by side
 * would reach the cloud in an order that differs from run to run.
 */
export function useOneConnection() {
  const shared = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const { addRequest } = http.Agent.prototype;
  http.Agent.prototype.addRequest = function (request, ...where) {
    const mayWait = MAY_WAIT.test(`${request.getHeader("x-amz-target") ?? ""} ${request.path}`);
    return addRequest.call(mayWait ? this : shared, request, ...where);
  };
}
