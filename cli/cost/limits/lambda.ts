import { figure } from "../meters/meter";
import { QUOTAS } from "../quotas";
import type { TrafficModel } from "../traffic-model";
import { limitOf, quota, type Utilisation } from "./limit";

/**
 * Lambda serves at most ten requests per second for each execution it may run at once, so shorter invocations than
 * this need as many as if they took so long.
 */
const SHORTEST_COUNTED_SECONDS = 0.1;

/** How much Lambda runs at once, by function and by account. */
export function* functionLimits(model: TrafficModel): Generator<Utilisation> {
  const { deployment } = model;
  const seconds = Math.max(model.functionSeconds, SHORTEST_COUNTED_SECONDS);
  let reserved = 0;
  let unreserved = 0;
  for (const fn of deployment.ofType("aws_lambda_function")) {
    const peak = model.arrivals(fn).peakPerSecond;
    const reservation = fn.number("reserved_concurrent_executions");
    reserved += reservation ?? 0;
    if (reservation === undefined) {
      unreserved += peak * seconds;
      continue;
    }
    yield {
      from: "stack",
      id: "reserved_concurrent_executions",
      of: fn.name,
      limits: "concurrent executions that are reserved for the function, which are its most",
      used: peak * seconds,
      limit: reservation,
      unit: "executions",
      because: `${figure(peak)} invocations/s × ${figure(seconds)} s`,
      byPeak: true,
      beyond: QUOTAS["lambda-concurrency"].beyond,
    };
  }
  const concurrency = limitOf(model, "lambda-concurrency");
  const pool = Math.max(concurrency - reserved, 0);
  yield quota(
    model,
    "lambda-concurrency",
    {
      of: reserved === 0 ? "account" : `account, less ${figure(reserved)} reserved`,
      used: unreserved,
      because: `peaks of all functions without a reservation × ${figure(seconds)} s`,
      byPeak: true,
    },
    pool,
  );
  yield quota(
    model,
    "lambda-unreserved",
    { of: "account", used: reserved, because: "sum of the reservations", byPeak: false },
    Math.max(concurrency - limitOf(model, "lambda-unreserved"), 0),
  );
}
