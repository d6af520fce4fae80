import type { Kernel } from "../../kernel/kernel";
import { accountNotReachable, invalidParameter, regionNotReachable } from "./errors";

/** A function as a caller names it. */
export interface FunctionReference {
  readonly name: string;
  /** A version, an alias, or empty. */
  readonly qualifier: string;
  /** The ARN as named: with the qualifier, if there is one. */
  readonly arn: string;
}

const FORM =
  /^(?:arn:[^:]+:lambda:([^:]+):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]{1,140})(?::([$]LATEST|[a-zA-Z0-9-_]+))?$/;

/** What was read before: every invocation names its function thrice, and reading it takes 5 % of a small one. */
const READ = new WeakMap<Kernel, Map<string, FunctionReference>>();

/** Callers may come up with any names. */
const MOST_READ = 1_000;

/**
 * Reads a function's name, partial ARN or ARN, with or without a qualifier.
 * @throws AwsError InvalidParameterValueException, ResourceNotFoundException for another region,
 *   AccessDeniedException for another account
 */
export function functionReference(
  kernel: Kernel,
  functionName: string,
  wantedQualifier?: string,
): FunctionReference {
  if (wantedQualifier !== undefined) return read(kernel, functionName, wantedQualifier);
  const known = knownOf(kernel);
  const reference = known.get(functionName) ?? read(kernel, functionName, undefined);
  known.set(functionName, reference);
  return reference;
}

function knownOf(kernel: Kernel): Map<string, FunctionReference> {
  const known = READ.get(kernel);
  if (known !== undefined && known.size <= MOST_READ) return known;
  const fresh = new Map<string, FunctionReference>();
  READ.set(kernel, fresh);
  return fresh;
}

function read(kernel: Kernel, functionName: string, wantedQualifier: string | undefined): FunctionReference {
  const match = FORM.exec(functionName);
  if (match?.[3] === undefined) {
    throw invalidParameter(
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: ` +
        "Member must be a function's name, its ARN or a part of it",
    );
  }
  const [, region = kernel.region, account = kernel.accountId, name, derived] = match;
  if (account !== kernel.accountId) throw accountNotReachable(account, kernel.accountId);
  if (region !== kernel.region) throw regionNotReachable(region, kernel.region);
  if (derived !== undefined && wantedQualifier !== undefined && derived !== wantedQualifier) {
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  const qualifier = wantedQualifier ?? derived ?? "";
  const arn = kernel.arn("lambda", `function:${name}${qualifier === "" ? "" : `:${qualifier}`}`);
  return { name, qualifier, arn };
}
