import http from "node:http";

/** Calls that may take time: they keep connections of their own, so that others can be made meanwhile. */
const MAY_WAIT = /^AmazonSQS\.ReceiveMessage |\/invocations$| \/_aws\//;

/**
 * Sends a function's calls to the cloud over one connection, in the order in which the function makes them. Calls side
 * by side would reach the cloud in an order that differs from run to run. Other requests go as they are.
 * @param endpoint - the cloud's URL
 */
export function useOneConnection(endpoint) {
  const { hostname, port } = new URL(endpoint);
  const shared = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const { addRequest } = http.Agent.prototype;
  http.Agent.prototype.addRequest = function (request, options, ...legacy) {
    // Agents for TLS inherit from this one.
    const toCloud = this.protocol === "http:" && options.host === hostname && String(options.port) === port;
    const mayWait = MAY_WAIT.test(`${request.getHeader("x-amz-target") ?? ""} ${request.path}`);
    return addRequest.call(toCloud && !mayWait ? shared : this, request, options, ...legacy);
  };
}
