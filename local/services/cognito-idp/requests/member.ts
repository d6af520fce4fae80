import { AwsError } from "../../../kernel/errors";

/** What AWS asks of a member of a request. */
export type Member = (
  | {
      readonly type: "text";
      readonly least?: number;
      readonly most?: number;
      /** As AWS writes it; it is the whole text that has to match. */
      readonly pattern?: string;
      readonly oneOf?: readonly string[];
      /** Not repeated in messages. */
      readonly sensitive?: true;
    }
  | { readonly type: "number"; readonly least?: number; readonly most?: number }
  | { readonly type: "flag" }
  | { readonly type: "list"; readonly of: Member }
  | { readonly type: "structure"; readonly members: Shape }
  /** Any names, with texts for values. */
  | { readonly type: "texts" }
  /** Of no effect here, or checked where it is read. */
  | { readonly type: "anything" }
) & { readonly required?: true };

/** Members by name. */
export type Shape = Readonly<Record<string, Member>>;

/** A member that must be there. */
export function required<T extends Member>(member: T): T & { readonly required: true } {
  return { ...member, required: true };
}

/**
 * Notes what is wrong with the members of a structure. A member that is null counts as absent, and is taken out.
 * @param onUnknown - called with the path of a member that is not of the shape
 * @throws AwsError SerializationException where a JSON type is wrong
 */
export function checkStructure(
  value: unknown,
  shape: Shape,
  path: string,
  problems: string[],
  onUnknown: (path: string) => void,
): void {
  const object = asObject(value);
  for (const name of Object.keys(object)) {
    if (object[name] === null) Reflect.deleteProperty(object, name);
    else if (!Object.hasOwn(shape, name)) onUnknown(path + name);
  }
  for (const [name, member] of Object.entries(shape)) {
    const memberPath = path + name.charAt(0).toLowerCase() + name.slice(1);
    if (object[name] !== undefined) checkMember(object[name], member, memberPath, problems, onUnknown);
    else if (member.required) problems.push(problem("null ", memberPath, "Member must not be null"));
  }
}

function checkMember(
  value: unknown,
  member: Member,
  path: string,
  problems: string[],
  onUnknown: (path: string) => void,
): void {
  switch (member.type) {
    case "text":
      if (typeof value !== "string") throw wrongType(value, "String");
      for (const constraint of brokenByText(value, member)) {
        problems.push(problem(member.sensitive ? "" : `'${value}' `, path, constraint));
      }
      return;
    case "number":
      if (!Number.isInteger(value)) throw wrongType(value, "Integer");
      for (const constraint of brokenByNumber(Number(value), member)) {
        problems.push(problem(`'${value}' `, path, constraint));
      }
      return;
    case "flag":
      if (typeof value !== "boolean") throw wrongType(value, "Boolean");
      return;
    case "list":
      if (!Array.isArray(value)) throw serialization("Unexpected field type: a list was expected");
      value.forEach((item, i) => {
        checkMember(item, member.of, `${path}.${i + 1}.member`, problems, onUnknown);
      });
      return;
    case "structure":
      checkStructure(value, member.members, `${path}.`, problems, onUnknown);
      return;
    case "texts":
      checkTexts(asObject(value));
  }
}

function checkTexts(texts: Record<string, unknown>): void {
  for (const [name, text] of Object.entries(texts)) {
    if (text === null) Reflect.deleteProperty(texts, name);
    else if (typeof text !== "string") throw wrongType(text, "String");
  }
}

function brokenByText(value: string, member: Member & { readonly type: "text" }): string[] {
  const { least = 0, most = Number.POSITIVE_INFINITY, pattern, oneOf } = member;
  const broken: string[] = [];
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "u").test(value)) {
    broken.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  if (value.length < least) broken.push(`Member must have length greater than or equal to ${least}`);
  if (value.length > most) broken.push(`Member must have length less than or equal to ${most}`);
  if (oneOf?.includes(value) === false)
    broken.push(`Member must satisfy enum value set: [${oneOf.join(", ")}]`);
  return broken;
}

function brokenByNumber(value: number, member: Member & { readonly type: "number" }): string[] {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = member;
  const broken: string[] = [];
  if (value < least) broken.push(`Member must have value greater than or equal to ${least}`);
  if (value > most) broken.push(`Member must have value less than or equal to ${most}`);
  return broken;
}

/** @param shown - the value and a space; nothing for what is not to be repeated */
function problem(shown: string, path: string, constraint: string): string {
  return `Value ${shown}at '${path}' failed to satisfy constraint: ${constraint}`;
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw serialization("Unexpected field type: a structure or map was expected");
}

function wrongType(value: unknown, wanted: string): AwsError {
  return serialization(`${jsonKind(value)} cannot be converted to ${wanted}`);
}

function jsonKind(value: unknown): string {
  if (typeof value === "number") return "NUMBER_VALUE";
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  if (typeof value === "string") return "STRING_VALUE";
  return Array.isArray(value) ? "START_ARRAY" : value === null ? "NULL_VALUE" : "START_OBJECT";
}

function serialization(message: string): AwsError {
  return new AwsError("SerializationException", message);
}
