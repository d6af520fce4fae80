/**
 * How SNS retries deliveries to SQS and Lambda: 3 times at once, 2 times after a second, 10 times after 1 to 20
 * seconds, then every 20 seconds; 100 015 times in about 23 days. AWS adds jitter, this does not.
 * Source: SNS developer guide, "Message delivery retries", AWS managed endpoints.
 */
export const MOST_RETRIES = 100_015;

const LONGEST_DELAY_MS = 20_000;

/**
 * How long to wait before a retry, in milliseconds; undefined when there is none left.
 * @param retry - 1 for the first
 */
export function retryDelayMs(retry: number): number | undefined {
  if (retry > MOST_RETRIES) return undefined;
  if (retry <= 3) return 0;
  if (retry <= 5) return 1_000;
  if (retry <= 15) return Math.round(1_000 * (LONGEST_DELAY_MS / 1_000) ** ((retry - 6) / 9));
  return LONGEST_DELAY_MS;
}
