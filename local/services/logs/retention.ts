import { AwsError } from "../../kernel/errors";

/** A day, the unit of retention. */
export const DAY_MS = 86_400_000;

const ALLOWED_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @throws AwsError InvalidParameterException for a number of days that CloudWatch Logs does not offer */
export function checkRetention(days: number): void {
  if (ALLOWED_DAYS.includes(days)) return;
  throw new AwsError(
    "InvalidParameterException",
    `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${ALLOWED_DAYS.join(", ")}]`,
  );
}
