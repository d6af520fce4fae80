import { Token } from "cdktf";
import type { ConfigCheck } from "../config-check";

/** What Lambda allows all variables of a function together, in bytes. */
const MAX_BYTES = 4096;

/** Set by this module or by Lambda itself. */
const TAKEN = /^(AWS_|LAMBDA_|_|ENVIRONMENT$|SERVICE$|POWERTOOLS_SERVICE_NAME$|LOG_LEVEL$|NODE_OPTIONS$|TZ$)/;

/** Holds a function's own variables to Lambda's rules. */
export function checkEnvironmentVariables(
  check: ConfigCheck,
  variables: Readonly<Record<string, string>>,
): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(variables)) {
    check.that(
      /^[A-Za-z][A-Za-z0-9_]*$/.test(name),
      `environment has the variable "${name}"; names are letters, digits and underscores, a letter first.`,
    );
    check.that(
      !TAKEN.test(name),
      `environment sets ${name}, which belongs to Lambda or to this module. Choose another name.`,
    );
    // The length of a reference is known to Terraform alone.
    bytes += name.length + (Token.isUnresolved(value) ? 0 : Buffer.byteLength(value));
  }
  check.that(
    bytes <= MAX_BYTES,
    `environment has ${bytes} bytes; Lambda takes ${MAX_BYTES}. Put larger settings into a parameter or the bundle.`,
  );
}
