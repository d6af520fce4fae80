import { apiLimits } from "./limits/api-gateway";
import { signInLimits } from "./limits/cognito";
import { tableLimits } from "./limits/dynamodb";
import { functionLimits } from "./limits/lambda";
import { headroom, type Utilisation } from "./limits/limit";
import { messagingLimits } from "./limits/messaging";
import { consumerLimits } from "./limits/queue-consumers";
import type { TrafficModel } from "./traffic-model";

/** Every limit that the model says something about, the nearest first. */
export function utilisations(model: TrafficModel): readonly Utilisation[] {
  const all = [
    ...apiLimits(model),
    ...functionLimits(model),
    ...consumerLimits(model),
    ...tableLimits(model),
    ...messagingLimits(model),
    ...signInLimits(model),
  ];
  return all.filter(({ used }) => used > 0).sort((one, other) => headroom(one) - headroom(other));
}
