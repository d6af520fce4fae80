import { createConnection } from "node:net";

/** The end of an answer's head. */
const HEAD_END = "\r\n\r\n";

/**
 * Asks for one URL over and over through some connections, each waiting for its answer before it asks again.
 * Speaks HTTP over plain sockets, because a client library would use up the processor that is to be measured.
 * @returns answers per second
 * @throws Error when an answer is not 200
 */
export async function load(url: string, callers: number, seconds: number): Promise<number> {
  const { hostname, port, pathname, search } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`;
  const untilMs = performance.now() + seconds * 1000;
  const caller = () =>
    new Promise<number>((resolve, reject) => {
      const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
      let answers = 0;
      let received = "";
      socket.setEncoding("latin1");
      socket.on("error", reject);
      socket.on("connect", () => socket.write(request));
      socket.on("data", (text: string) => {
        received += text;
        const end = answerEnd(received);
        if (end === undefined) return;
        if (!received.startsWith("HTTP/1.1 200")) {
          reject(new Error(`the answer is not 200: ${received.slice(0, 200)}`));
          socket.destroy();
          return;
        }
        received = received.slice(end);
        answers++;
        if (performance.now() < untilMs) socket.write(request);
        else {
          socket.destroy();
          resolve(answers);
        }
      });
    });
  const startedMs = performance.now();
  const counts = await Promise.all(Array.from({ length: callers }, caller));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (total * 1000) / (performance.now() - startedMs);
}

/** Where the first answer ends, if it is complete; chunked answers end with an empty chunk. */
function answerEnd(text: string): number | undefined {
  const head = text.indexOf(HEAD_END);
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  if (length !== undefined) {
    const end = head + HEAD_END.length + Number(length);
    return text.length >= end ? end : undefined;
  }
  const last = text.indexOf("\r\n0\r\n\r\n", head);
  return last < 0 ? undefined : last + 7;
}
