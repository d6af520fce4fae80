import { partsOf } from "../apis";
import type { Resource } from "../resource";
import type { TrafficModel } from "../traffic-model";
import { BYTES_PER_GB, DAYS_PER_MONTH, figure, type Meter, SECONDS_PER_MONTH } from "./meter";

/** A log group without retention keeps everything; a year of it is counted. */
const DAYS_WITHOUT_RETENTION = 365;

export const logGroup: Meter = (group, model) => {
  const entries = writersOf(group, model);
  const { logBytesPerRequest } = model.values.traffic;
  const gigabytes = (entries * logBytesPerRequest) / BYTES_PER_GB;
  const days = group.number("retention_in_days") ?? DAYS_WITHOUT_RETENTION;
  return [
    {
      price: "log-ingestion",
      quantity: gigabytes,
      because: `${figure(entries)} requests × ${figure(logBytesPerRequest)} bytes`,
    },
    {
      price: "log-storage",
      quantity: (gigabytes * days) / DAYS_PER_MONTH,
      because: `${figure(gigabytes)} GB a month × ${days} days kept, uncompressed`,
    },
  ];
};

/** Invocations and requests per month that leave something in a log group. */
function writersOf(group: Resource, model: TrafficModel): number {
  const { deployment } = model;
  const functions = deployment
    .ofType("aws_lambda_function")
    .filter(
      (fn) => group.name === (fn.block("logging_config").text("log_group") || `/aws/lambda/${fn.name}`),
    );
  const apis = model.apis.filter(({ api }) =>
    [
      ...partsOf(deployment, api, "aws_apigatewayv2_stage", "api_id"),
      ...partsOf(deployment, api, "aws_api_gateway_stage", "rest_api_id"),
    ].some((stage) => {
      const destination = stage.block("access_log_settings").text("destination_arn");
      return deployment.named(stage, destination, group.type) === group;
    }),
  );
  const writers = [...functions, ...apis.map(({ api }) => api)];
  return writers.reduce((sum, writer) => sum + model.arrivals(writer).perMonth, 0);
}

export const alarm: Meter = (resource) => {
  const metrics =
    resource.blocks("metric_query").filter((query) => query.blocks("metric").length > 0).length || 1;
  return [
    { price: "alarm-metric", quantity: metrics, because: `${metrics} metric${metrics === 1 ? "" : "s"}` },
  ];
};

/**
 * X-Ray records the first requests of every second, and a share of the rest. Invocations of traced functions are
 * what is sampled; a request and the invocation that answers it are one trace. One rule is counted: the first.
 */
export const samplingRule: Meter = (rule, model) => {
  const rules = model.deployment.ofType(rule.type);
  const priority = (one: Resource) => one.number("priority") ?? 0;
  if (rules.some((other) => priority(other) < priority(rule))) return [];
  const traced = model.deployment
    .ofType("aws_lambda_function")
    .filter((fn) => fn.block("tracing_config").text("mode") === "Active")
    .reduce((sum, fn) => sum + model.arrivals(fn).perMonth, 0);
  const firstEachSecond = Math.min(traced, (rule.number("reservoir_size") ?? 0) * SECONDS_PER_MONTH);
  const share = rule.number("fixed_rate") ?? 0;
  return [
    {
      price: "xray-trace",
      quantity: firstEachSecond + (traced - firstEachSecond) * share,
      because: `${figure(firstEachSecond)} first of their second, and ${figure(share * 100)} % of ${figure(traced - firstEachSecond)} other invocations`,
    },
  ];
};
