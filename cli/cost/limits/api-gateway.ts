import { trafficName } from "../apis";
import type { Resource } from "../resource";
import type { TrafficModel } from "../traffic-model";
import { quota, type Utilisation } from "./limit";

/** What API Gateway admits, by stage and by account. */
export function* apiLimits(model: TrafficModel): Generator<Utilisation> {
  const { deployment, apis } = model;
  let admitted = 0;
  for (const { api, ratePerSecond } of apis) {
    const peak = model.arrivals(api).peakPerSecond;
    admitted += Math.min(peak, ratePerSecond ?? Number.POSITIVE_INFINITY);
    if (ratePerSecond !== undefined) {
      yield {
        from: "stack",
        id: "throttling_rate_limit",
        of: api.name,
        limits: "requests that the stage admits",
        used: peak,
        limit: ratePerSecond,
        unit: "requests/s",
        because: `stated peak of ${trafficName(api, model.values.name)}`,
        byPeak: true,
        beyond: "requests are answered 429",
      };
    }
    const routes = deployment
      .ofType("aws_api_gateway_resource", "aws_apigatewayv2_route")
      .filter((part) => named(model, part, api)).length;
    yield quota(model, "api-gateway-routes", {
      of: api.name,
      used: routes,
      because: "deployed",
      byPeak: false,
    });
  }
  const because = "peaks of all APIs, after their own throttling";
  yield quota(model, "api-gateway-requests", { of: "account", used: admitted, because, byPeak: true });
}

function named({ deployment }: TrafficModel, part: Resource, api: Resource): boolean {
  const value = part.text("rest_api_id") || part.text("api_id");
  return deployment.named(part, value, api.type) === api;
}
