import { policyProblem } from "../../../iam/policy-json";
import { statementsOf } from "../../../iam/statement";
import { AwsError, UnsupportedError } from "../../../kernel/errors";
import { listOf, type PolicyDocument } from "../../../kernel/policy";

/**
 * Reads the resource policy of an API.
 * @throws AwsError `BadRequestException`
 * @throws UnsupportedError for a resource that API Gateway would complete, such as `execute-api:/*`
 */
export function readApiPolicy(json: string): PolicyDocument {
  const problem = policyProblem(json, "resource");
  if (problem !== undefined) {
    throw new AwsError(
      "BadRequestException",
      "Invalid policy document. Please check the policy syntax and ensure that Principals are valid. " +
        `Reason: ${problem}`,
    );
  }
  const policy = JSON.parse(json) as PolicyDocument;
  const short = statementsOf(policy)
    .flatMap(({ Resource, NotResource }) => listOf(Resource ?? NotResource ?? []))
    .find((resource) => resource.startsWith("execute-api:"));
  if (short === undefined) return policy;
  throw new UnsupportedError(
    `the local cloud does not complete the resource ${short} of an API's policy; write * or the whole ARN`,
  );
}
