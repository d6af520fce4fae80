import { figure } from "../meters/meter";
import { maximumConcurrency, type TrafficModel } from "../traffic-model";
import { quota, type Utilisation } from "./limit";

/** How much of a queue is worked on at once. */
export function* consumerLimits(model: TrafficModel): Generator<Utilisation> {
  const { deployment } = model;
  for (const mapping of deployment.ofType("aws_lambda_event_source_mapping")) {
    const queue = deployment.named(mapping, mapping.text("event_source_arn"), "aws_sqs_queue");
    if (queue === undefined) continue;
    const peak = model.arrivals(queue).peakPerSecond;
    const needed = peak * model.functionSeconds;
    const maximum = maximumConcurrency(mapping);
    const because = `${figure(peak)} messages/s × ${figure(model.functionSeconds)} s, a message at a time`;
    if (Number.isFinite(maximum)) {
      yield {
        from: "stack",
        id: "maximum_concurrency",
        of: queue.name,
        limits: "batches of the queue that are worked on at once",
        used: needed,
        limit: maximum,
        unit: "executions",
        because,
        byPeak: true,
        beyond: "messages wait in the queue",
      };
    }
    const batch = mapping.number("batch_size") ?? 10;
    yield quota(model, "sqs-in-flight", {
      of: queue.name,
      used: Math.min(needed, maximum) * batch,
      because: `${because}, in batches of ${batch}`,
      byPeak: true,
    });
  }
}
