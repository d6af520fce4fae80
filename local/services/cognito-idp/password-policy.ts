import { AwsError } from "../../kernel/errors";
import type { PasswordPolicy } from "./state";

const RULES: readonly [keyof PasswordPolicy, RegExp, string][] = [
  ["requireLowercase", /[a-z]/, "Password must have lowercase characters"],
  ["requireUppercase", /[A-Z]/, "Password must have uppercase characters"],
  ["requireNumbers", /[0-9]/, "Password must have numeric characters"],
  ["requireSymbols", /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/, "Password must have symbol characters"],
];

/** @throws AwsError InvalidPasswordException, naming the first rule that is broken */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const refuse = (rule: string) => {
    throw new AwsError("InvalidPasswordException", `Password did not conform with policy: ${rule}`);
  };
  if (password.length < policy.minimumLength) refuse("Password not long enough");
  if (password.length > 256) refuse("Password too long");
  for (const [rule, pattern, text] of RULES)
    if (policy[rule] === true && !pattern.test(password)) refuse(text);
}
