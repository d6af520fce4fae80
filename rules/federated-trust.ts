import { type Statement, statementsOf, trustPolicies } from "./engine/policies";
import type { Rule } from "./engine/rule";
import type { StackView } from "./engine/stack-view";

/** Operators that ask for a value; those with IfExists and ForAllValues hold for a token that has none. */
const ASKS = /^(?:ForAnyValue:)?String(?:Equals(?:IgnoreCase)?|Like)$/;

/** A value by which every token of a provider may come in: one that begins with a wildcard, or names any owner at GitHub. */
const ANYBODY = /^$|^(?:repo:)?[*?]/;

/** Identity pools sign for no subject that is known beforehand; there, the audience is the pool. */
const COGNITO = "cognito-identity.amazonaws.com";

/** A foreign login opens a role to those whom somebody named. */
export const federatedTrust: Rule = {
  id: "federated-trust",
  title: "A role that trusts an identity provider asks for the token's audience and its subject.",
  why: "A provider such as GitHub's signs tokens for everybody: without a condition on `sub`, workflows of every repository in the world can take on the role; without one on `aud`, tokens made for others can.",
  source: {
    title: "Create a role for OpenID Connect federation (console)",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  },
  mend: 'Add conditions with StringEquals or StringLike: "token.actions.githubusercontent.com:aud" is "sts.amazonaws.com", "token.actions.githubusercontent.com:sub" begins with "repo:<owner>/<repository>:".',
  *check(stack) {
    for (const text of trustPolicies(stack)) {
      for (const statement of statementsOf(text) ?? []) {
        if (statement.effect === "Deny") continue;
        for (const provider of statement.federated) {
          const missing = claimsOf(provider).flatMap(
            (claim) => flawOf(stack, statement, provider, claim) ?? [],
          );
          if (missing.length > 0) {
            yield { at: text.owner, detail: `trusts ${provider} ${missing.join(" and ")}.` };
          }
        }
      }
    }
  },
};

function claimsOf(provider: string): readonly string[] {
  if (provider.includes(":saml-provider/") || provider.includes("aws_iam_saml_provider.")) return ["aud"];
  return provider === COGNITO ? ["aud"] : ["aud", "sub"];
}

function flawOf(stack: StackView, { conditions }: Statement, provider: string, claim: string) {
  const issuer = issuerOf(stack, provider);
  const values = Object.entries(conditions)
    .filter(([operator]) => ASKS.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => isKey(key, issuer, claim))
    .map(([, each]) => each);
  if (values.length === 0) return `without a condition on ${claim}`;
  // Every condition has to be met, and for each one of its values is enough.
  const narrow = values.some((each) => !each.some((value) => ANYBODY.test(value)));
  return narrow ? undefined : `with ${claim} ${values.flat().join(", ")}, which anybody has`;
}

/** Whether a condition's key is this claim of this provider; an issuer by reference may be any. */
function isKey(key: string, issuer: string | undefined, claim: string): boolean {
  if (!key.endsWith(`:${claim}`)) return false;
  return issuer === undefined || key.includes("${") || key === `${issuer}:${claim}`;
}

/** The issuer of a provider as condition keys name it; nothing if only Terraform knows. */
function issuerOf(stack: StackView, provider: string): string | undefined {
  if (provider.includes(":saml-provider/") || provider.includes("aws_iam_saml_provider.")) return "saml";
  const url = stack.find("aws_iam_openid_connect_provider", provider)?.args["url"];
  const text = typeof url === "string" ? url.replace(/^https:\/\//, "") : provider;
  if (text.includes("${")) return undefined;
  return (/:oidc-provider\/(.+)$/.exec(text)?.[1] ?? text).toLowerCase();
}
