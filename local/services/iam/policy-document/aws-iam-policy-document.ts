import { crc32 } from "node:zlib";
import { parsePolicy } from "../../../iam/policy-json";
import { statementsOf } from "../../../iam/statement";
import { AwsError } from "../../../kernel/errors";
import type { DataSourceType } from "../../../kernel/service";
import { merge, ownDocument, type RenderedDocument, type RenderedStatement } from "./document";
import { type PolicyDocumentConfig, policyDocumentSchema } from "./schema";

/** The order in which the provider writes the elements of a statement. */
const ELEMENTS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
] as const;

/** aws_iam_policy_document: writes policies the way the AWS provider does, byte for byte. */
export const policyDocumentData: DataSourceType<PolicyDocumentConfig> = {
  type: "aws_iam_policy_document",
  arguments: policyDocumentSchema,
  read(config) {
    const sources = config.source_policy_documents.map((json) =>
      readDocument(json, "source_policy_documents"),
    );
    checkUnique(sources.flatMap(({ Statement }) => Statement));
    const overrides = config.override_policy_documents.map((json) =>
      readDocument(json, "override_policy_documents"),
    );
    const empty: RenderedDocument = { Version: "", Statement: [] };
    const own = ownDocument(config);
    const merged =
      sources.length + overrides.length === 0 ? own : [...sources, own, ...overrides].reduce(merge, empty);
    const json = write(merged, 2);
    return { json, minified_json: write(merged, 0), id: String(crc32(json)), version: merged.Version };
  },
};

function readDocument(json: string, argument: string): RenderedDocument {
  const document = parsePolicy(json, `an element of ${argument}`, "fragment");
  return {
    Version: document.Version ?? "",
    ...(document.Id === undefined ? {} : { Id: document.Id }),
    Statement: statementsOf(document).map((statement) => {
      const elements = ELEMENTS.filter((name) => statement[name] !== undefined && statement[name] !== "");
      return Object.fromEntries(
        elements.map((name) => [name, name === "Condition" ? stringly(statement[name]) : statement[name]]),
      ) as RenderedStatement;
    }),
  };
}

/** The provider makes strings of the bools in conditions. */
function stringly(value: unknown): unknown {
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(stringly);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, stringly(inner)]));
}

function checkUnique(statements: readonly RenderedStatement[]): void {
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice === undefined) return;
  throw new AwsError(
    "InvalidInput",
    `duplicate Sid (${twice}) in source_policy_documents. Remove the Sid or ensure Sids are unique.`,
  );
}

function write({ Version, Id, Statement }: RenderedDocument, indent: number): string {
  const document = {
    Version,
    ...(Id === undefined ? {} : { Id }),
    ...(Statement.length === 0 ? {} : { Statement }),
  };
  // As Go writes JSON: safe inside HTML.
  return JSON.stringify(document, null, indent).replace(
    /[<>&]/g,
    (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
  );
}
