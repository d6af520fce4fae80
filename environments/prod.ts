import type { EnvironmentValues } from "./environment";

/** What customers use: data is protected, restorable and kept for audits. */
export const prod: EnvironmentValues = {
  accountId: "222222222222",
  region: "eu-central-1",
  stateBucket: "prod-shop-terraform-state-222222222222",
  githubOidcProvider: "create",
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
  traffic: {
    apis: {
      "product-api": {
        requestsPerMonth: 10_000_000,
        peakRequestsPerSecond: 100,
        writeShare: 0.001,
        eventShare: 0.001,
      },
      "basket-api": {
        requestsPerMonth: 3_000_000,
        peakRequestsPerSecond: 40,
        writeShare: 0.5,
        eventShare: 0.07,
      },
      "ordering-api": { requestsPerMonth: 500_000, peakRequestsPerSecond: 10, writeShare: 0, eventShare: 0 },
    },
    monthlyActiveUsers: 50_000,
    peakSignInsPerSecond: 10,
    averageAnswerBytes: 4_000,
    averageItemBytes: 1_000,
    averageFunctionMs: 40,
    logBytesPerRequest: 1_200,
    tableGb: 5,
  },
};
