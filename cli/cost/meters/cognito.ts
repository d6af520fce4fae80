import { figure, type Meter } from "./meter";

/** What a user pool is in that does not say so. */
const DEFAULT_TIER = "ESSENTIALS";

export const userPool: Meter = (pool, model) => {
  const tier = pool.text("user_pool_tier") || DEFAULT_TIER;
  if (tier !== DEFAULT_TIER) return [{ unpriced: `a user pool of tier ${tier}` }];
  const users = model.values.traffic.monthlyActiveUsers;
  return [{ price: "cognito-essentials-user", quantity: users, because: `${figure(users)} users` }];
};
