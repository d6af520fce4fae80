import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";

export interface GithubOidcProps {
  /**
   * The repository whose workflows are let in, as GitHub's tokens name it: `<owner>/<name>`, or `<owner>@<id>/<name>@<id>`
   * where it was made or renamed since 15 July 2026.
   */
  readonly repository: string;
  /** `create` makes the provider; `existing` takes the one that the account has, of which there can be only one. */
  readonly provider: "create" | "existing";
}

/** Who vouches for GitHub's workflows, and the audience that its tokens are made for. */
const ISSUER = "token.actions.githubusercontent.com";
const AUDIENCE = "sts.amazonaws.com";

const REPOSITORY = /^[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/;

/** Lets workflows of one GitHub repository take on roles by a token that GitHub gives them, without stored keys. */
export class GithubOidc extends Construct {
  private readonly providerArn: string;
  private readonly repository: string;

  /** @throws ModuleConfigError when the repository is none on GitHub. */
  constructor(scope: Construct, id: string, { repository, provider }: GithubOidcProps) {
    super(scope, id);
    const check = new ConfigCheck(this);
    check.that(
      REPOSITORY.test(repository),
      `repository is "${repository}"; it must be <owner>/<name> or <owner>@<id>/<name>@<id>, as GitHub's tokens say it.`,
    );
    check.done();

    this.repository = repository;
    this.providerArn = `arn:aws:iam::${EnvironmentContext.of(this).accountId}:oidc-provider/${ISSUER}`;
    if (provider === "create") {
      // AWS checks GitHub's certificate itself, so no thumbprint has to be kept up to date.
      new IamOpenidConnectProvider(this, "provider", { url: `https://${ISSUER}`, clientIdList: [AUDIENCE] });
    }
  }

  /**
   * The trust policy of a role that workflows of the repository take on.
   * @param contexts - where a run has to come from, as GitHub writes it: `pull_request`, `ref:refs/heads/main`,
   * `environment:<name>`
   */
  trust(contexts: readonly string[]): string {
    const subjects = contexts.map((context) => `repo:${this.repository}:${context}`);
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: this.providerArn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            // Compared as a whole: a wildcard would let other branches, environments or repositories in.
            StringEquals: {
              [`${ISSUER}:aud`]: AUDIENCE,
              [`${ISSUER}:sub`]: subjects.length === 1 ? subjects[0] : subjects,
            },
          },
        },
      ],
    });
  }
}
