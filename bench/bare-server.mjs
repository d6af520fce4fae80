/**
 * What no local cloud could be faster than: node:http in one thread, answers from a worker in another, as a function's
 * are. Prints its port, and ends with its input.
 */
import { createServer } from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const waiting = [];
  worker.on("message", (body) => waiting.shift()?.end(body));
  const server = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
    waiting.push(response);
    worker.postMessage("ok");
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
  process.stdin.resume().on("end", () => process.exit());
} else {
  parentPort.on("message", (body) => parentPort.postMessage(body));
}
