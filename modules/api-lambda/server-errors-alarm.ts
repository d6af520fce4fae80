import type { Construct } from "constructs";
import { addAlarm } from "../alarm";

/** Where CloudWatch counts the failed requests of an API; REST and HTTP APIs have their own names for it. */
interface ServerErrorsSource {
  readonly metric: "5XXError" | "5xx";
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * Raises an alarm for requests that failed on our side. The errors of the function do not show them all: it
 * answers 500 and 503 itself, and a request that API Gateway refuses never reaches it.
 */
export function addServerErrorsAlarm(
  scope: Construct,
  apiName: string,
  { metric, dimensions }: ServerErrorsSource,
): void {
  addAlarm(scope, "server-errors-alarm", {
    name: `${apiName}-5xx`,
    description:
      "Requests were answered with 5xx, so what callers sent may be lost; the function's log or the access log says why.",
    namespace: "AWS/ApiGateway",
    metric,
    dimensions,
    statistic: "Sum",
  });
}
