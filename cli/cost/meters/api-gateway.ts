import { type Api, partsOf } from "../apis";
import type { Resource } from "../resource";
import type { TrafficModel } from "../traffic-model";
import { BYTES_PER_GB, figure, HOURS_PER_MONTH, type Meter, type Usage } from "./meter";

/** An HTTP API counts a request anew with every 512 KB. */
const HTTP_API_CHUNK_BYTES = 512 * 1_024;

/** Metrics that API Gateway keeps of each method or route, once details are asked for. */
const REST_METRICS = ["4XXError", "5XXError", "Count", "IntegrationLatency", "Latency"].length;
const HTTP_METRICS = ["4xx", "5xx", "Count", "IntegrationLatency", "Latency", "DataProcessed"].length;

export const restApi: Meter = (api, model) => {
  const { perMonth } = model.arrivals(api);
  return [
    { price: "rest-api-request", quantity: perMonth, because: `${figure(perMonth)} requests` },
    answers(perMonth, model),
  ];
};

export const httpApi: Meter = (api, model) => {
  if (api.text("protocol_type") !== "HTTP") return [{ unpriced: "a WebSocket API" }];
  const { perMonth } = model.arrivals(api);
  const chunks = Math.ceil(model.values.traffic.averageAnswerBytes / HTTP_API_CHUNK_BYTES);
  return [
    {
      price: "http-api-request",
      quantity: perMonth * chunks,
      because: `${figure(perMonth)} requests × ${chunks} × 512 KB`,
    },
    answers(perMonth, model),
  ];
};

function answers(requests: number, { values }: TrafficModel): Usage {
  const { averageAnswerBytes } = values.traffic;
  return {
    price: "data-transfer-out",
    quantity: (requests * averageAnswerBytes) / BYTES_PER_GB,
    because: `${figure(requests)} answers × ${figure(averageAnswerBytes)} bytes`,
  };
}

export const restStage: Meter = (stage) =>
  stage.flag("cache_cluster_enabled") ? [{ unpriced: "the cache of a REST API's stage" }] : [];

/** The settings of a REST API's methods, among them whether details are measured. */
export const methodSettings: Meter = (settings, model) => {
  const api = model.apis.find((one) => belongsTo(model, one, settings, "rest_api_id"));
  if (api === undefined || !settings.block("settings").flag("metrics_enabled")) return [];
  const methods = partsOf(model.deployment, api.api, "aws_api_gateway_method", "rest_api_id").length;
  return [metrics(model.arrivals(api.api).perMonth, methods, REST_METRICS, "methods")];
};

export const httpStage: Meter = (stage, model) => {
  const api = model.apis.find((one) => belongsTo(model, one, stage, "api_id"));
  const details = stage.block("default_route_settings").flag("detailed_metrics_enabled");
  if (api === undefined || !details) return [];
  const routes = partsOf(model.deployment, api.api, "aws_apigatewayv2_route", "api_id").length;
  return [metrics(model.arrivals(api.api).perMonth, routes, HTTP_METRICS, "routes")];
};

function belongsTo({ deployment }: TrafficModel, { api }: Api, part: Resource, argument: string): boolean {
  return partsOf(deployment, api, part.type, argument).includes(part);
}

/** A metric is charged in the hours in which it gets a value; a request gives one to those of its route. */
function metrics(requests: number, routes: number, each: number, word: string): Usage {
  const hours = routes === 0 ? 0 : Math.min(HOURS_PER_MONTH, requests / routes);
  return {
    price: "detailed-metric",
    quantity: (routes * each * hours) / HOURS_PER_MONTH,
    because: `${routes} ${word} × ${each} metrics × ${figure(hours)} of ${HOURS_PER_MONTH} hours`,
  };
}
