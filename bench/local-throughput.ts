import { rmSync } from "node:fs";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { withLocalCloud } from "./child";
import { load } from "./load";
import type { Figure } from "./measure";
import { writeTrivialStack } from "./trivial-api";

const WARM_UP_SECONDS = 2;
const SECONDS = 5;
const SQS_CALLERS = 8;

/** Requests per second through a trivial handler, and queue cycles per second through the SDK. */
export async function localThroughput(root: string): Promise<readonly Figure[]> {
  const outdir = writeTrivialStack();
  try {
    return await withLocalCloud(root, ["--env", "bench", "--stacks", outdir], async (ready) => {
      const url = `${ready.apis["trivial"]}/trivial`;
      await load(url, 16, WARM_UP_SECONDS);
      const rate = async (callers: number, budget: number): Promise<Figure> => ({
        name: `HTTP requests of a trivial handler, ${callers} ${callers === 1 ? "caller" : "callers"}`,
        value: await load(url, callers, SECONDS),
        unit: "per second",
        budget,
        runs: 1,
      });
      return [
        await rate(1, 5_000),
        await rate(16, 20_000),
        {
          name: `SQS send, receive, delete through the SDK, ${SQS_CALLERS} callers`,
          value: await sqsCycles(ready.awsEndpoint, ready.region),
          unit: "per second",
          budget: 600,
          runs: 1,
        },
      ];
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function sqsCycles(endpoint: string, region: string): Promise<number> {
  const client = new SQSClient({
    endpoint,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: "bench-queue" }));
  const cycle = async (): Promise<number> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "bench" }));
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { ReceiptHandle } of Messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.length;
  };
  const during = async (seconds: number): Promise<number> => {
    const startedMs = performance.now();
    const callers = Array.from({ length: SQS_CALLERS }, async () => {
      let cycles = 0;
      while (performance.now() < startedMs + seconds * 1000) cycles += await cycle();
      return cycles;
    });
    const counts = await Promise.all(callers);
    return (counts.reduce((sum, count) => sum + count, 0) * 1000) / (performance.now() - startedMs);
  };
  await during(WARM_UP_SECONDS);
  const rate = await during(SECONDS);
  client.destroy();
  return rate;
}
