import { Token } from "cdktf";
import type { ConfigCheck } from "../config-check";

/** What Lambda allows all variables of a function together, in bytes. */
const MAX_BYTES = 4096;

/** Set by this module or by Lambda itself. */
const TAKEN = /^(AWS_|LAMBDA_|_|ENVIRONMENT$|SERVICE$|POWERTOOLS_SERVICE_NAME$|LOG_LEVEL$|NODE_OPTIONS$|TZ$)/;

/** The variables of a function, each with who set it. */
export class EnvironmentVariables {
  private readonly set = new Map<string, { readonly value: string; readonly by: string }>();

  /** @param identity what every function is told, by its module */
  constructor(
    private readonly functionName: string,
    identity: Readonly<Record<string, string>>,
  ) {
    for (const [name, value] of Object.entries(identity)) this.set.set(name, { value, by: "its module" });
  }

  /** Takes variables in, and notes what breaks Lambda's rules or contradicts what is set already. */
  add(check: ConfigCheck, variables: Readonly<Record<string, unknown>>, by: string): void {
    for (const [name, value] of Object.entries(variables)) {
      check.that(
        /^[A-Za-z][A-Za-z0-9_]+$/.test(name),
        `environment has the variable "${name}"; names are two or more letters, digits and underscores, a letter first.`,
      );
      check.that(
        !TAKEN.test(name),
        `environment sets ${name}, which belongs to Lambda or to this module. Choose another name.`,
      );
      check.that(
        typeof value === "string",
        `environment sets ${name} to ${value}; a variable is text. Leave it out, or give it a value.`,
      );
      if (typeof value === "string" && !TAKEN.test(name)) this.addOne(check, name, value, by);
    }

    const bytes = this.bytes();
    check.that(
      bytes <= MAX_BYTES,
      `environment makes ${bytes} bytes of variables; Lambda takes ${MAX_BYTES}. Put larger settings into a parameter or ` +
        "the bundle.",
    );
  }

  /** Name → value. */
  toRecord(): Record<string, string> {
    return Object.fromEntries([...this.set].map(([name, { value }]) => [name, value]));
  }

  private addOne(check: ConfigCheck, name: string, value: string, by: string): void {
    const known = this.set.get(name);
    check.that(
      known === undefined || known.value === value,
      `${by} sets ${name} of ${this.functionName} to "${value}", but ${known?.by} has set it to "${known?.value}"; a ` +
        "variable has one value. Agree on it, or use a function each.",
    );
    if (known === undefined) this.set.set(name, { value, by });
  }

  private bytes(): number {
    let bytes = 0;
    for (const [name, { value }] of this.set) {
      // The length of a reference is known to Terraform alone.
      bytes += name.length + (Token.isUnresolved(value) ? 0 : Buffer.byteLength(value));
    }
    return bytes;
  }
}
