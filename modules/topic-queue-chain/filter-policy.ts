import type { ConfigCheck } from "../config-check";

const MAX_KEYS = 5;

/** Holds a subscription's filter policy to SNS's rules. */
export function checkFilterPolicy(
  check: ConfigCheck,
  policy: Readonly<Record<string, unknown>> | undefined,
): void {
  if (policy === undefined) return;
  const keys = countKeys(check, "filterPolicy", policy);
  check.that(keys > 0, "filterPolicy is empty, which SNS refuses. Leave it out to receive everything.");
  check.that(
    keys <= MAX_KEYS,
    `filterPolicy has ${keys} fields; SNS takes ${MAX_KEYS}. Filter the rest in the consumer.`,
  );
}

function countKeys(check: ConfigCheck, path: string, policy: Readonly<Record<string, unknown>>): number {
  let keys = 0;
  for (const [field, value] of Object.entries(policy)) {
    const here = `${path}.${field}`;
    if (Array.isArray(value)) {
      keys += 1;
      check.that(
        value.length > 0,
        `${here} is an empty list, which nothing matches. List the accepted values.`,
      );
    } else if (typeof value === "object" && value !== null) {
      keys += countKeys(check, here, value as Readonly<Record<string, unknown>>);
    } else {
      keys += 1;
      check.that(
        false,
        `${here} is ${JSON.stringify(value)}; accepted values stand in a list: [${JSON.stringify(value)}].`,
      );
    }
  }
  return keys;
}
