import { figure, type Meter, SECONDS_PER_MONTH } from "./meter";

/** What a function has without asking, by Lambda's defaults. */
const DEFAULT_MEMORY_MB = 128;
const FREE_STORAGE_MB = 512;

/** Lambda keeps this many requests waiting at a queue, each for as long as a request may wait. */
const POLLERS = 5;
const LONGEST_POLL_SECONDS = 20;

export const lambdaFunction: Meter = (fn, model) => {
  const { perMonth } = model.arrivals(fn);
  const seconds = model.functionSeconds;
  const gigabytes = (fn.number("memory_size") ?? DEFAULT_MEMORY_MB) / 1_024;
  const arm = fn.texts("architectures").includes("arm64");
  const storage = fn.block("ephemeral_storage").number("size") ?? FREE_STORAGE_MB;
  return [
    { price: "lambda-request", quantity: perMonth, because: `${figure(perMonth)} invocations` },
    {
      price: arm ? "lambda-arm64-duration" : "lambda-x86-duration",
      quantity: perMonth * seconds * gigabytes,
      because: `${figure(perMonth)} invocations × ${figure(seconds)} s × ${figure(gigabytes)} GB`,
    },
    ...(storage > FREE_STORAGE_MB ? [{ unpriced: "temporary storage of a function beyond 512 MB" }] : []),
  ];
};

/** Lambda asks a queue all the time, for which the queue's owner pays. */
export const eventSourceMapping: Meter = (mapping, { deployment }) => {
  const queue = deployment.named(mapping, mapping.text("event_source_arn"), "aws_sqs_queue");
  if (queue === undefined) return [{ unpriced: "reading from a source that is no queue of these stacks" }];
  return [
    {
      price: "sqs-request",
      quantity: (POLLERS * SECONDS_PER_MONTH) / LONGEST_POLL_SECONDS,
      because: `${POLLERS} pollers × ${figure(SECONDS_PER_MONTH)} s ÷ ${LONGEST_POLL_SECONDS} s`,
    },
  ];
};
