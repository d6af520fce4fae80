import { AwsError, UnsupportedError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { checkStructure } from "./member";
import { OPERATION_MEMBERS } from "./operation-members";

/**
 * The operation with its members checked before anything looks at them, as AWS does.
 * @throws AwsError InvalidParameterException with all that is wrong, and UnsupportedError for a member that the local
 * cloud does not know, at each call
 */
export function checked(operation: Operation): Operation {
  const shape = OPERATION_MEMBERS[operation.name];
  if (shape === undefined) throw new Error(`OPERATION_MEMBERS has no entry for ${operation.name}; add one`);
  return {
    ...operation,
    access: (input) => {
      const problems: string[] = [];
      checkStructure(input, shape, "", problems, (path) => {
        throw new UnsupportedError(`the local cloud does not model ${path} of cognito-idp:${operation.name}`);
      });
      if (problems.length === 0) return operation.access(input);
      const errors = problems.length === 1 ? "error" : "errors";
      throw new AwsError(
        "InvalidParameterException",
        `${problems.length} validation ${errors} detected: ${problems.join("; ")}`,
      );
    },
  };
}
