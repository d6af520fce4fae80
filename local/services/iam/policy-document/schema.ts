import * as z from "zod";
import { blocks } from "../../../terraform/arguments";

const principals = z.strictObject({ type: z.string(), identifiers: z.array(z.string()) });

const condition = z.strictObject({ test: z.string(), variable: z.string(), values: z.array(z.string()) });

const statement = z.strictObject({
  sid: z.string().default(""),
  effect: z.enum(["Allow", "Deny"]).default("Allow"),
  actions: z.array(z.string()).default([]),
  not_actions: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
  not_resources: z.array(z.string()).default([]),
  principals: blocks(principals),
  not_principals: blocks(principals),
  condition: blocks(condition),
});

/** The arguments of aws_iam_policy_document. */
export const policyDocumentSchema = z.strictObject({
  policy_id: z.string().optional(),
  version: z.enum(["2008-10-17", "2012-10-17"]).default("2012-10-17"),
  statement: blocks(statement),
  source_policy_documents: z.array(z.string()).default([]),
  override_policy_documents: z.array(z.string()).default([]),
});

export type PolicyDocumentConfig = z.infer<typeof policyDocumentSchema>;
export type StatementConfig = z.infer<typeof statement>;
