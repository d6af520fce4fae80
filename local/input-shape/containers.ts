import { below, breaks, lengthProblem, type Member, type Problem } from "./member";
import { wrongContainer } from "./wrong-type";

/** Members by name, in the order in which AWS reports what is wrong with them. */
export type Members = Readonly<Record<string, Member>>;

/**
 * An object with these members. A member that is null is taken out, because it counts as absent; others than these
 * are not looked at.
 */
export function structure(members: Members): Member {
  const parts = Object.entries(members).map(([name, member]) => ({ name, path: lowerFirst(name), member }));
  return {
    required: false,
    check(value) {
      if (!isObject(value)) throw wrongContainer(value, "null");
      let problems: readonly Problem[] | undefined;
      for (const { name, path, member } of parts) {
        const part = value[name];
        const found = part === undefined || part === null ? absent(value, name, member) : member.check(part);
        if (found !== undefined) problems = [...(problems ?? []), ...below(path, found)];
      }
      return problems;
    },
  };
}

/** A list of these; `least` and `most` bound its length. What is null in it is taken out. */
export function listOf(member: Member, { least = 0, most = Number.POSITIVE_INFINITY } = {}): Member {
  return {
    required: false,
    check(value) {
      if (!Array.isArray(value)) throw wrongContainer(value, "list or null");
      if (value.includes(null)) value.splice(0, value.length, ...value.filter((part) => part !== null));
      let problems = lengthProblem(value, least, most);
      for (const [index, part] of value.entries()) {
        const found = member.check(part);
        if (found !== undefined) {
          problems = [...(problems ?? []), ...below(`${index + 1}.member`, found)];
        }
      }
      return problems;
    },
  };
}

/** An object with any names and such values. What is null in it is taken out. */
export function mapOf(member: Member): Member {
  return {
    required: false,
    check(value) {
      if (!isObject(value)) throw wrongContainer(value, "map or null");
      let problems: readonly Problem[] | undefined;
      for (const name of Object.keys(value)) {
        const part = value[name];
        const found = part === null ? absent(value, name, member) : member.check(part);
        if (found !== undefined) problems = [...(problems ?? []), ...below(`${name}.member`, found)];
      }
      return problems;
    },
  };
}

function absent(
  whole: Record<string, unknown>,
  name: string,
  member: Member,
): readonly Problem[] | undefined {
  if (whole[name] === null) Reflect.deleteProperty(whole, name);
  return member.required ? breaks(undefined, "Member must not be null") : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
