import * as z from "zod";
import { AwsError } from "../kernel/errors";
import type { PolicyDocument } from "../kernel/policy";
import { isConditionOperator } from "./conditions";
import { brokenRule, type PolicyKind } from "./policy-rules";

const texts = z.union([z.string(), z.array(z.string())]);
const conditionValue = z.union([z.string(), z.boolean(), z.number()]);
const principal = z.union([
  z.literal("*"),
  z.partialRecord(z.enum(["AWS", "Service", "Federated", "CanonicalUser"]), texts),
]);

/** Elements of which a statement has one at most, each with its negation. */
const OPPOSITES = ["Principal", "Action", "Resource"] as const;

const statementSchema = z
  .strictObject({
    Sid: z.string(),
    Effect: z.enum(["Allow", "Deny"]),
    Principal: principal,
    NotPrincipal: principal,
    Action: texts,
    NotAction: texts,
    Resource: texts,
    NotResource: texts,
    Condition: z
      .record(z.string(), z.record(z.string(), z.union([conditionValue, z.array(conditionValue)])))
      .superRefine((condition, context) => {
        for (const operator of Object.keys(condition).filter((name) => !isConditionOperator(name))) {
          context.addIssue({ code: "custom", message: `${operator} is no condition operator of IAM` });
        }
      }),
  })
  .partial()
  .required({ Effect: true })
  .superRefine((statement, context) => {
    for (const name of OPPOSITES) {
      if (statement[name] !== undefined && statement[`Not${name}`] !== undefined) {
        context.addIssue({ code: "custom", message: `has both ${name} and Not${name}; choose one` });
      }
    }
  });

const documentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  // One statement may stand without a list; a union would hide what is wrong in it.
  Statement: z.preprocess((value) => [value].flat(), z.array(statementSchema)),
});

/**
 * Why a policy cannot be used, in IAM's words and, of its syntax, with the place.
 * @returns undefined when nothing is wrong with it
 */
export function policyProblem(json: string, kind: PolicyKind): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return `Syntax errors in policy. It is no JSON: ${json.slice(0, 200)}`;
  }
  const result = documentSchema.safeParse(value);
  if (!result.success) return `Syntax errors in policy. ${z.prettifyError(result.error)}`;
  return brokenRule(value as PolicyDocument, kind);
}

/**
 * Reads a policy document.
 *
 * @param what - names the document in errors, such as `the trust policy of role dev-basket-api`
 * @param kind - where it belongs, which decides what has to stand in it
 * @throws AwsError `MalformedPolicyDocument` when AWS would refuse it
 */
export function parsePolicy(json: string, what: string, kind: PolicyKind): PolicyDocument {
  const problem = policyProblem(json, kind);
  if (problem !== undefined) throw new AwsError("MalformedPolicyDocument", `${what}: ${problem}`);
  return JSON.parse(json) as PolicyDocument;
}
