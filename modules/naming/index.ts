/** Longest names that AWS takes, in characters, by the kind of thing named. */
export const NAME_LIMITS = {
  api: 128,
  "event bus": 256,
  "event rule": 64,
  // 80 with the ".fifo" that AWS wants at the end.
  "FIFO queue": 75,
  function: 64,
  queue: 80,
  role: 64,
  table: 255,
  topic: 256,
  "user pool": 128,
} as const;

/** A kind of thing that has a physical name. */
export type NamedKind = keyof typeof NAME_LIMITS;

/** What parts of names look like: `price-changes`. */
export const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Thrown for a physical name that AWS, or the naming scheme, would not take. */
export class PhysicalNameError extends Error {
  override readonly name = "PhysicalNameError";
}

/**
 * The name that people see in AWS: `<environment>-<service>-<thing>`.
 * Things that belong to the whole environment have no service: `dev-shop`.
 *
 * @throws PhysicalNameError when a part is not kebab-case or the name exceeds the limit of its kind.
 */
export function physicalName(
  environment: string,
  service: string | undefined,
  thing: string,
  kind: NamedKind,
): string {
  const parts = service === undefined ? { environment, thing } : { environment, service, thing };
  for (const [part, value] of Object.entries(parts)) {
    if (!KEBAB_CASE.test(value)) {
      throw new PhysicalNameError(
        `the ${part} part of the ${kind} name is "${value}"; it must be kebab-case (a-z, 0-9 and single hyphens, ` +
          'a letter first), such as "price-changes".',
      );
    }
  }

  const name = Object.values(parts).join("-");
  const limit = NAME_LIMITS[kind];
  if (name.length > limit) {
    throw new PhysicalNameError(
      `the ${kind} name "${name}" has ${name.length} characters; AWS takes ${limit}. Shorten the thing's name.`,
    );
  }
  return name;
}
