import * as z from "zod";
import { AwsError } from "../kernel/errors";
import type { PolicyDocument } from "../kernel/policy";
import { isConditionOperator } from "./conditions";

const texts = z.union([z.string(), z.array(z.string())]);
const conditionValue = z.union([z.string(), z.boolean(), z.number()]);
const principal = z.union([
  z.literal("*"),
  z.record(z.enum(["AWS", "Service", "Federated", "CanonicalUser"]), texts),
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
    Condition: z.record(
      z.string().refine(isConditionOperator, "is no condition operator of IAM"),
      z.record(z.string(), z.union([conditionValue, z.array(conditionValue)])),
    ),
  })
  .partial()
  .required({ Effect: true })
  .refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined), {
    message: "needs either Action or NotAction",
  });

const documentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema)]),
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
  if (result.success) return result.data as PolicyDocument;
  throw new AwsError("MalformedPolicyDocument", `${what} is malformed: ${z.prettifyError(result.error)}`);
}
