import type * as z from "zod";
import type { DataSourceType, ResourceType } from "../../kernel/service";
import { isObject } from "../expressions/values";
import { knownPart, UNKNOWN, withoutNulls } from "../graph/configuration";
import type { GraphNode } from "../graph/graph-node";
import { effectiveArguments, issueText } from "./argument-schema";

/**
 * What can be said against the arguments of a node before anything is evaluated: arguments that are not modelled,
 * and plain values that are wrong.
 */
export function argumentProblems(node: GraphNode, type: ResourceType | DataSourceType): string[] {
  const body = Object.fromEntries([...node.arguments].map(([name, value]) => [name, knownPart(value)]));
  const config = effectiveArguments(type, withoutNulls(body));
  return issuesOf(type, config)
    .flatMap(flattened)
    .filter((issue) => issue.code === "unrecognized_keys" || isPlain(config, issue.path))
    .map(issueText);
}

function issuesOf(type: ResourceType | DataSourceType, config: unknown): readonly z.core.$ZodIssue[] {
  try {
    return type.arguments.safeParse(config).error?.issues ?? [];
  } catch (error) {
    // A conversion that stumbles over what is not known yet says nothing about the stack; it will run again.
    if (containsUnknown(config)) return [];
    throw error;
  }
}

/** The problems of a union are those of its alternatives, if an unknown argument is among them. */
function flattened(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const inner = issue.errors.flat().map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
  const unknown = inner.filter((one) => one.code === "unrecognized_keys");
  return issue.errors.every((errors) => errors.some((one) => one.code === "unrecognized_keys"))
    ? unknown
    : [issue];
}

/** Whether nothing at or below the place of a problem has still to be evaluated. */
function isPlain(config: unknown, path: readonly PropertyKey[]): boolean {
  let value = config;
  for (const step of path) {
    if (value === UNKNOWN) return false;
    // A block may be written as a list of one or, if it may repeat, without its list.
    if (Array.isArray(value) && typeof step !== "number" && value.length === 1) value = value[0];
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value)) value = typeof step === "number" ? value : value[String(step)];
    else return value !== UNKNOWN;
  }
  return !containsUnknown(value);
}

function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}
