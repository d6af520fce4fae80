import * as z from "zod";
import type { DataSourceType, ResourceType } from "../../kernel/service";
import { isObject } from "../expressions/values";

/** Accepted on every resource: AWS tags change no behaviour of a resource. */
const EVERYWHERE = ["tags", "tags_all"];

type TypeWithArguments = Pick<ResourceType, "arguments"> & Partial<Pick<ResourceType, "inert">>;

/** The schema of an object, below defaults, conversions and the like; undefined when there is none. */
function objectSchema(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodPipe) {
    // What is prepared first is described by what it is prepared for; what is converted later, by what comes in.
    return objectSchema(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  }
  if (schema instanceof z.ZodArray) return objectSchema(schema.element);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  ) {
    return objectSchema(schema.unwrap());
  }
  return undefined;
}

/** The names of the arguments that a type models; those of nested blocks with a dot. */
export function argumentNames(schema: unknown, prefix = ""): string[] {
  return Object.entries(objectSchema(schema)?.shape ?? {}).flatMap(([name, inner]) => {
    const nested = argumentNames(inner, `${prefix}${name}.`);
    return nested.length > 0 ? nested : [`${prefix}${name}`];
  });
}

/** Whether the schema of a type mentions an argument. */
export function acceptsArgument(type: TypeWithArguments, name: string): boolean {
  return Object.hasOwn(objectSchema(type.arguments)?.shape ?? {}, name);
}

/** The arguments without those that have no effect here and that the type's schema does not mention. */
export function effectiveArguments(type: TypeWithArguments, config: unknown): unknown {
  if (!isObject(config)) return config;
  const dropped = [...Object.keys(type.inert ?? {}), ...EVERYWHERE].filter(
    (name) => !acceptsArgument(type, name),
  );
  return Object.fromEntries(Object.entries(config).filter(([name]) => !dropped.includes(name)));
}

/**
 * Checks the evaluated arguments of a resource or data source, and converts them as its schema says.
 * @param address - what problems are told of
 * @throws Error listing every argument that is wrong
 */
export function parseArguments<Config>(
  type: ResourceType<Config> | DataSourceType<Config>,
  config: unknown,
  address: string,
): Config {
  const result = type.arguments.safeParse(effectiveArguments(type, config));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${address}: ${issueText(issue)}`);
  throw new Error(problems.join("\n"));
}

/** What is wrong with an argument, in one line. */
export function issueText(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => [path, key].filter((part) => part !== "").join("."));
    return `the local cloud does not model the argument ${names.join(", ")}`;
  }
  return path === "" ? issue.message : `argument ${path}: ${issue.message}`;
}
