import { AwsError } from "../../../kernel/errors";
import type { OneOrMore } from "../../../kernel/policy";
import type { PolicyDocumentConfig, StatementConfig } from "./schema";

/** A statement in the order of keys in which the AWS provider writes it. */
export interface RenderedStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly [element: string]: unknown;
}

/** A document as the AWS provider merges and writes it. */
export interface RenderedDocument {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly RenderedStatement[];
}

/** The document of a data source's own statements. */
export function ownDocument(config: PolicyDocumentConfig): RenderedDocument {
  const Statement = config.statement.map((statement) => render(statement, config.version));
  for (const { Sid } of Statement) {
    if (Sid !== undefined && Statement.filter((other) => other.Sid === Sid).length > 1) {
      throw new AwsError(
        "InvalidInput",
        `duplicate Sid (${Sid}). Remove the Sid or ensure the Sid is unique.`,
      );
    }
  }
  return {
    Version: config.version,
    ...(config.policy_id === undefined ? {} : { Id: config.policy_id }),
    Statement,
  };
}

/** Puts a document over another: a statement of the same Sid takes the other's place, others follow. */
export function merge(base: RenderedDocument, over: RenderedDocument): RenderedDocument {
  const statements = [...base.Statement];
  for (const statement of over.Statement) {
    const same = statements.findIndex(({ Sid }) => Sid !== undefined && Sid === statement.Sid);
    if (same < 0) statements.push(statement);
    else statements[same] = statement;
  }
  const id = over.Id ?? base.Id;
  return {
    // The names of the versions are dates: the later one wins.
    Version: [base.Version, over.Version].sort().at(-1) ?? "",
    ...(id === undefined ? {} : { Id: id }),
    Statement: statements,
  };
}

function render(statement: StatementConfig, version: string): RenderedStatement {
  const variables = (texts: readonly string[]): string[] => texts.map((text) => withVariables(text, version));
  const elements: Record<string, unknown> = {
    Action: listed(statement.actions),
    NotAction: listed(statement.not_actions),
    Resource: listed(variables(statement.resources)),
    NotResource: listed(variables(statement.not_resources)),
    Principal: principalsOf(statement.principals, variables),
    NotPrincipal: principalsOf(statement.not_principals, variables),
    Condition: conditionsOf(statement.condition, variables),
  };
  return {
    ...(statement.sid === "" ? {} : { Sid: statement.sid }),
    Effect: statement.effect,
    ...Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== undefined)),
  };
}

/** Terraform would take `${…}` for its own; in these documents IAM's variables are written `&{…}`. */
function withVariables(text: string, version: string): string {
  if (version === "2008-10-17" && text.includes("&{")) {
    throw new AwsError(
      "InvalidInput",
      `found &{ sequence in (${text}), which is not supported in document version 2008-10-17`,
    );
  }
  return text.replaceAll("&{", "${");
}

/** The provider writes sets backwards, and one element without its list. */
function listed(texts: readonly string[]): OneOrMore<string> | undefined {
  const sorted = [...new Set(texts)].sort().reverse();
  return sorted.length > 1 ? sorted : sorted[0];
}

function principalsOf(
  blocks: StatementConfig["principals"],
  variables: (texts: readonly string[]) => string[],
): unknown {
  if (blocks.length === 0) return undefined;
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of blocks) {
    const found = listed(variables(identifiers)) ?? [];
    byType.set(type, [...(byType.get(type) ?? []), ...[found].flat()]);
  }
  if (byType.size === 1 && byType.get("*")?.join() === "*") return "*";
  return byKey(byType, oneOrList);
}

function conditionsOf(
  conditions: StatementConfig["condition"],
  variables: (texts: readonly string[]) => string[],
): unknown {
  if (conditions.length === 0) return undefined;
  const byTest = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of conditions) {
    const keys = byTest.get(test) ?? new Map<string, string[]>();
    keys.set(variable, [...(keys.get(variable) ?? []), ...variables(values)]);
    byTest.set(test, keys);
  }
  return byKey(byTest, (keys) => byKey(keys, oneOrList));
}

function oneOrList(texts: readonly string[]): OneOrMore<string> {
  const [only] = texts;
  return only !== undefined && texts.length === 1 ? only : texts;
}

function byKey<T>(map: ReadonlyMap<string, T>, write: (value: T) => unknown): Record<string, unknown> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, write(value)]));
}
