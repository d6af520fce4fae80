import * as z from "zod";
import { AwsError } from "../kernel/errors";
import type { PolicyDocument } from "../kernel/policy";
import { isConditionOperator } from "./conditions";

const texts = z.union([z.string(), z.array(z.string())]);
const conditionValue = z.union([z.string(), z.boolean(), z.number()]);
const principal = z.union([
  z.literal("*"),
  z.partialRecord(z.enum(["AWS", "Service", "Federated", "CanonicalUser"]), texts),
]);

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
  .refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined), {
    message: "needs either Action or NotAction",
  });

const documentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  // One statement may stand without a list; a union would hide what is wrong in it.
  Statement: z.preprocess((value) => [value].flat(), z.array(statementSchema)),
});

/**
 * Reads a policy document.
 *
 * @param what - names the document in errors, such as `the trust policy of role dev-basket-api`
 * @throws AwsError `MalformedPolicyDocument` when it is none
 */
export function parsePolicy(json: string, what: string): PolicyDocument {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new AwsError("MalformedPolicyDocument", `${what} is no JSON: ${json.slice(0, 200)}`);
  }
  const result = documentSchema.safeParse(value);
  if (result.success) return value as PolicyDocument;
  throw new AwsError("MalformedPolicyDocument", `${what} is malformed: ${z.prettifyError(result.error)}`);
}
