import { alarms } from "./alarms";
import { asyncFailureDestinations } from "./async-failure-destinations";
import { batchSize } from "./batch-size";
import { batchTime } from "./batch-time";
import { consumerConcurrency } from "./consumer-concurrency";
import { deadLetterAccess } from "./dead-letter-access";
import { deadLetterRetention } from "./dead-letter-retention";
import { deadLetterSenders } from "./dead-letter-senders";
import { deletionProtection } from "./deletion-protection";
import { deliveryStreamFailures } from "./delivery-stream-failures";
import { encryptionAtRest } from "./encryption-at-rest";
import { holdToRules, type SynthesizedStack } from "./engine/hold-to-rules";
import type { Rule } from "./engine/rule";
import { federatedTrust } from "./federated-trust";
import { fifoPairs } from "./fifo-pairs";
import { logRetention } from "./log-retention";
import { nameLimits } from "./name-limits";
import { noPublicAccess } from "./no-public-access";
import { noWildcardActions } from "./no-wildcard-actions";
import { noWildcardResources } from "./no-wildcard-resources";
import { partialBatchResponses } from "./partial-batch-responses";
import { pointInTimeRecovery } from "./point-in-time-recovery";
import { policyLimits } from "./policy-limits";
import { publicRoute } from "./public-route";
import { queueDeadLetters } from "./queue-dead-letters";
import { readablePolicies } from "./readable-policies";
import { reservedConcurrency } from "./reserved-concurrency";
import { streamBounds } from "./stream-bounds";
import { subscriptionDeadLetters } from "./subscription-dead-letters";
import { tags } from "./tags";
import { targetDeadLetters } from "./target-dead-letters";
import { throttling } from "./throttling";
import { tlsOnly } from "./tls-only";
import { tracing } from "./tracing";
import { uniqueNames } from "./unique-names";
import { visibilityTimeout } from "./visibility-timeout";

/** Every rule, in the order in which they are told: losing nothing, working well, closed, watched, kept. */
export const RULES: readonly Rule[] = [
  queueDeadLetters,
  deadLetterAccess,
  deadLetterSenders,
  deadLetterRetention,
  subscriptionDeadLetters,
  targetDeadLetters,
  asyncFailureDestinations,
  streamBounds,
  deliveryStreamFailures,
  visibilityTimeout,
  batchSize,
  batchTime,
  partialBatchResponses,
  consumerConcurrency,
  reservedConcurrency,
  fifoPairs,
  encryptionAtRest,
  tlsOnly,
  noPublicAccess,
  federatedTrust,
  publicRoute,
  readablePolicies,
  noWildcardActions,
  noWildcardResources,
  logRetention,
  tracing,
  alarms,
  tags,
  nameLimits,
  uniqueNames,
  policyLimits,
  deletionProtection,
  pointInTimeRecovery,
  throttling,
];

/**
 * Holds synthesized stacks to every rule.
 *
 * @param outdir - The folder that the app was synthesized to.
 * @throws BrokenRulesError with every violation in every stack; what was written of them is removed.
 */
export function checkRules(stacks: readonly SynthesizedStack[], outdir: string): void {
  holdToRules(RULES, stacks, outdir);
}
