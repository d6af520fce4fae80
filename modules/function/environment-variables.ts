import { Token } from "cdktf";
import type { ConfigCheck } from "../config-check";

/** What Lambda allows all variables of a function together, in bytes. */
const MAX_BYTES = 4096;

/** Set by this module or by Lambda itself. */
const TAKEN = /^(AWS_|LAMBDA_|_|ENVIRONMENT$|SERVICE$|POWERTOOLS_SERVICE_NAME$|LOG_LEVEL$|NODE_OPTIONS$|TZ$)/;

/** Holds the variables that a function asks for, and all that it gets together, to Lambda's rules. */
export function checkEnvironmentVariables(
  check: ConfigCheck,
  asked: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys(asked)) {
    check.that(
      /^[A-Za-z][A-Za-z0-9_]*$/.test(name),
      `environment has the variable "${name}"; names are letters, digits and underscores, a letter first.`,
    );
    check.that(
      !TAKEN.test(name),
      `environment sets ${name}, which belongs to Lambda or to this module. Choose another name.`,
    );
  }

  let bytes = 0;
  for (const [name, value] of Object.entries({ ...asked, ...set })) {
    // The length of a reference is known to Terraform alone.
    bytes += name.length + (Token.isUnresolved(value) ? 0 : Buffer.byteLength(value));
  }
  check.that(
    bytes <= MAX_BYTES,
    `environment makes ${bytes} bytes of variables; Lambda takes ${MAX_BYTES}. Put larger settings into a parameter or ` +
      "the bundle.",
  );
}
