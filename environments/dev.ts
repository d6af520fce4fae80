import type { EnvironmentValues } from "./environment";

/** Where changes are tried: cheap to run, easy to throw away, everything traced. */
export const dev: EnvironmentValues = {
  accountId: "111111111111",
  region: "eu-central-1",
  stateBucket: "dev-shop-terraform-state-111111111111",
  logLevel: "DEBUG",
  logRetentionDays: 14,
  functionMemoryMb: 512,
  throttling: { ratePerSecond: 50, burst: 100 },
  concurrency: { apiReserved: null, consumerMaximum: 5 },
  tracingShare: 1,
  deletionProtection: false,
  pointInTimeRecovery: false,
  alarms: true,
  corsOrigins: ["*"],
  currency: "EUR",
  tags: { "cost-center": "shop-development" },
};
