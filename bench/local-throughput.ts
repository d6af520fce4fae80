import { rmSync } from "node:fs";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { withBareServer, withLocalCloud } from "./child";
import { load } from "./load";
import { type Figure, median } from "./measure";
import { writeTrivialStack } from "./trivial-api";

const WARM_UP_SECONDS = 2;
const RUNS = 5;
const RUN_SECONDS = 1;
const SQS_SECONDS = 5;
const SQS_CALLERS = 8;

/** Requests per second through a trivial handler, and queue cycles per second through the SDK. */
export async function localThroughput(root: string): Promise<readonly Figure[]> {
  const outdir = writeTrivialStack();
  try {
    return await withBareServer(root, (bare) =>
      withLocalCloud(root, ["--env", "bench", "--stacks", outdir], async (ready) => {
        const trivial = `${ready.apis["trivial"]}/trivial`;
        for (const url of [bare, trivial]) await load(url, 16, WARM_UP_SECONDS);
        return [
          ...(await requestRates(bare, trivial, 1, 5_000)),
          ...(await requestRates(bare, trivial, 16, 20_000)),
          {
            name: `SQS send, receive, delete through the SDK, ${SQS_CALLERS} callers`,
            value: await sqsCycles(ready.awsEndpoint, ready.region),
            unit: "per second",
            budget: 600,
            runs: 1,
          },
        ];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/**
 * The local cloud's rate, and that of a server which does nothing: how fast a machine wakes threads differs by more
 * than the budget. Measured in turns, so that both see the same machine.
 */
async function requestRates(
  bare: string,
  trivial: string,
  callers: number,
  budget: number,
): Promise<readonly Figure[]> {
  const rates = { trivial: [] as number[], bare: [] as number[] };
  for (let run = 0; run < RUNS; run++) {
    rates.trivial.push(await load(trivial, callers, RUN_SECONDS));
    rates.bare.push(await load(bare, callers, RUN_SECONDS));
  }
  const who = `${callers} ${callers === 1 ? "caller" : "callers"}`;
  return [
    {
      name: `HTTP requests of a trivial handler, ${who}`,
      value: median(rates.trivial),
      unit: "per second",
      budget,
      runs: RUNS,
    },
    {
      name: `the same of node:http and a worker alone, ${who}`,
      value: median(rates.bare),
      unit: "per second",
      runs: RUNS,
    },
  ];
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
  const rate = await during(SQS_SECONDS);
  client.destroy();
  return rate;
}
