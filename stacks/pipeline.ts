import type { App } from "cdktf";
import { GithubOidc } from "../modules/github-oidc";
import { PipelineRoles } from "../modules/pipeline-roles";
import { waive } from "../rules/waiver";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { DEPLOYED_BRANCH, PIPELINE, STATE } from "./names";

/** Who deploys the environment: the roles that the repository's workflows take on. `bootstrap` deploys it. */
export class PipelineStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, PIPELINE);
    const { stateBucket, githubOidcProvider, githubRepository } = this.environment;

    const github = new GithubOidc(this, "github", {
      repository: githubRepository ?? settings.repository.replace("https://github.com/", ""),
      provider: githubOidcProvider,
    });
    const roles = new PipelineRoles(this, "roles", {
      github,
      stateBucket,
      ownStacks: [STATE, PIPELINE],
      branch: DEPLOYED_BRANCH,
    });
    waive(
      roles,
      "no-wildcard-resources",
      "The pipeline makes what has no name yet: ids of pools and mappings are AWS's, and lists have no ARN. " +
        "Conditions bound what can be bounded.",
    );
    waive(
      roles,
      "no-wildcard-actions",
      "A boundary allows nothing; it is the most that a role's own policies, which name actions, can allow.",
    );
    this.output("plan_role_arn", roles.planRoleArn, "Role that plans, for pull requests.");
    this.output("apply_role_arn", roles.applyRoleArn, "Role that applies, for the GitHub environment.");
  }
}
