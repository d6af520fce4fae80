import { breaks, lengthProblem, type Member } from "./member";
import { wrongScalar } from "./wrong-type";

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

const LARGEST = { "an Integer": 2 ** 31 - 1, "a Long": 2 ** 63 } as const;

/** The times that a Date can hold, in milliseconds from the epoch, either way. */
const FURTHEST_MS = 8.64e15;

/** A text; `least` and `most` bound its length. */
export function text({
  least = 0,
  most = Number.POSITIVE_INFINITY,
  pattern = "",
}: Bounds & { readonly pattern?: string } = {}): Member {
  const expression = pattern === "" ? undefined : new RegExp(`^(?:${pattern})$`);
  return {
    required: false,
    check(value) {
      if (typeof value !== "string") throw wrongScalar(value, "a String");
      const wrongLength = lengthProblem(value, least, most);
      if (wrongLength !== undefined) return wrongLength;
      if (expression === undefined || expression.test(value)) return undefined;
      return breaks(value, `Member must satisfy regular expression pattern: ${pattern}`);
    },
  };
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): Member {
  return {
    required: false,
    check(value) {
      if (typeof value !== "string") throw wrongScalar(value, "a String");
      if (values.includes(value)) return undefined;
      return breaks(value, `Member must satisfy enum value set: [${values.join(", ")}]`);
    },
  };
}

/** A number of 32 bits. */
export function integer(bounds: Bounds = {}): Member {
  return numeric("an Integer", bounds);
}

/** A number of 64 bits, such as a time in milliseconds. */
export function long(bounds: Bounds = {}): Member {
  return numeric("a Long", bounds);
}

/** A time in seconds since the epoch. */
export function timestamp(): Member {
  return {
    required: false,
    check(value) {
      if (typeof value === "number" && Math.abs(value * 1_000) <= FURTHEST_MS) return undefined;
      throw wrongScalar(value, "milliseconds since epoch");
    },
  };
}

/** A boolean. */
export function flag(): Member {
  return {
    required: false,
    check(value) {
      if (typeof value !== "boolean") throw wrongScalar(value, "a Boolean");
      return undefined;
    },
  };
}

function numeric(
  type: keyof typeof LARGEST,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Bounds,
): Member {
  const largest = LARGEST[type];
  return {
    required: false,
    check(value) {
      if (typeof value !== "number" || Math.abs(value) > largest) throw wrongScalar(value, type);
      if (value < least) return breaks(value, `Member must have value greater than or equal to ${least}`);
      if (value > most) return breaks(value, `Member must have value less than or equal to ${most}`);
      return undefined;
    },
  };
}
