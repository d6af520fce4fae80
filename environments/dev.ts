import type { EnvironmentValues } from "./environment";

/** Where changes are tried: cheap to run, easy to throw away, everything traced. */
export const dev: EnvironmentValues = {
  accountId: "111111111111",
  region: "eu-central-1",
  stateBucket: "dev-shop-terraform-state-111111111111",
  githubOidcProvider: "create",
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
  traffic: {
    apis: {
      "product-api": { requestsPerMonth: 50_000, peakRequestsPerSecond: 5, writeShare: 0.1, eventShare: 0.1 },
      "basket-api": { requestsPerMonth: 20_000, peakRequestsPerSecond: 2, writeShare: 0.5, eventShare: 0.1 },
      "ordering-api": { requestsPerMonth: 10_000, peakRequestsPerSecond: 1, writeShare: 0, eventShare: 0 },
    },
    monthlyActiveUsers: 10,
    peakSignInsPerSecond: 1,
    averageAnswerBytes: 2_000,
    averageItemBytes: 1_000,
    averageFunctionMs: 50,
    logBytesPerRequest: 2_000,
    tableGb: 0.01,
  },
};
