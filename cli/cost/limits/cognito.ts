import { figure } from "../meters/meter";
import type { TrafficModel } from "../traffic-model";
import { quota, type Utilisation } from "./limit";

/** Signing in with a password over SRP takes two calls. */
const CALLS_PER_SIGN_IN = 2;

/** How many may sign in at once. */
export function* signInLimits(model: TrafficModel): Generator<Utilisation> {
  if (model.deployment.ofType("aws_cognito_user_pool").length === 0) return;
  const { peakSignInsPerSecond } = model.values.traffic;
  yield quota(model, "cognito-authentication", {
    of: "account",
    used: peakSignInsPerSecond * CALLS_PER_SIGN_IN,
    because: `${figure(peakSignInsPerSecond)} sign-ins/s × ${CALLS_PER_SIGN_IN} calls (SRP)`,
    byPeak: true,
  });
}
