/** Who makes a call. */
export type Principal =
  /** Somebody outside with credentials of the account, such as a test or the AWS CLI: may do everything. */
  | { readonly type: "operator" }
  /** A role that a function or another service has assumed. */
  | { readonly type: "role"; readonly arn: string; readonly session: string }
  /** An AWS service acting for one of its resources, such as `events.amazonaws.com` for a rule. */
  | {
      readonly type: "service";
      readonly name: string;
      readonly sourceArn: string;
      readonly sourceAccount: string;
    }
  /** No credentials. */
  | { readonly type: "anonymous" };

/** How a principal is named in messages and traces. */
export function principalName(principal: Principal): string {
  switch (principal.type) {
    case "operator":
      return "the operator";
    case "role":
      return principal.arn;
    case "service":
      return `${principal.name} for ${principal.sourceArn}`;
    case "anonymous":
      return "an anonymous caller";
  }
}
