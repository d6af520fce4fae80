import type { EnvironmentValues } from "./environment";

/** What customers use: data is protected, restorable and kept for audits. */
export const prod: EnvironmentValues = {
  accountId: "222222222222",
  region: "eu-central-1",
  stateBucket: "prod-shop-terraform-state-222222222222",
  logLevel: "INFO",
  logRetentionDays: 365,
  functionMemoryMb: 1_024,
  throttling: { ratePerSecond: 1_000, burst: 2_000 },
  concurrency: { apiReserved: 100, consumerMaximum: 50 },
  tracingShare: 0.05,
  deletionProtection: true,
  pointInTimeRecovery: true,
  alarms: true,
  corsOrigins: ["https://shop.example.com"],
  currency: "EUR",
  tags: { "cost-center": "shop" },
};
