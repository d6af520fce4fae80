import type { Resource } from "../resource";
import type { TrafficModel } from "../traffic-model";
import { quota, type Utilisation } from "./limit";

/** What topics and buses take and pass on. */
export function* messagingLimits(model: TrafficModel): Generator<Utilisation> {
  const { deployment } = model;
  const peakOf = (resources: readonly Resource[]) =>
    resources.reduce((sum, resource) => sum + model.arrivals(resource).peakPerSecond, 0);
  const topics = deployment.ofType("aws_sns_topic");
  const buses = deployment.ofType("aws_cloudwatch_event_bus");
  const all = { of: "account", byPeak: true };
  yield quota(model, "sns-publish", { ...all, used: peakOf(topics), because: "peaks of all topics" });
  yield quota(model, "eventbridge-put-events", {
    ...all,
    used: peakOf(buses),
    because: "peaks of all buses, an event each",
  });
  yield quota(model, "eventbridge-invocations", {
    ...all,
    used: buses.reduce((sum, bus) => sum + peakOf([bus]) * model.targetsOf(bus).length, 0),
    because: "every event to every target of its bus",
  });
  for (const bus of buses) {
    const used = model.rulesOf(bus).length;
    yield quota(model, "eventbridge-rules", { of: bus.name, used, because: "deployed", byPeak: false });
  }
  for (const topic of topics) {
    const used = deployment
      .ofType("aws_sns_topic_subscription")
      .filter((one) => deployment.named(one, one.text("topic_arn"), topic.type) === topic)
      .filter((one) => one.text("filter_policy") !== "").length;
    yield quota(model, "sns-filter-policies", { of: topic.name, used, because: "deployed", byPeak: false });
  }
}
