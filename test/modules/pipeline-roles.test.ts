import type { Construct } from "constructs";
import { GithubOidc } from "../../modules/github-oidc";
import { PipelineRoles } from "../../modules/pipeline-roles";
import { refusal, synth } from "./synthesis";

const REPOSITORY = "acme/shop";

describe("GithubOidc", () => {
  test("makes the provider for tokens that are meant for AWS", () => {
    const stack = synth((scope) => {
      new GithubOidc(scope, "github", { repository: REPOSITORY, provider: "create" });
    });

    expect(stack.one("aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  test("takes the provider that is there", () => {
    const stack = synth((scope) => {
      const github = new GithubOidc(scope, "github", { repository: REPOSITORY, provider: "existing" });

      expect(JSON.parse(github.trust(["pull_request"])).Statement).toEqual([
        {
          Effect: "Allow",
          Principal: {
            Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/shop:pull_request",
            },
          },
        },
      ]);
    });

    expect(stack.types).toEqual([]);
  });

  test("trusts a repository by the ids that GitHub gave it", () => {
    synth((scope) => {
      const github = new GithubOidc(scope, "github", { repository: "acme@1/shop@2", provider: "existing" });

      expect(github.trust(["environment:dev"])).toContain('"repo:acme@1/shop@2:environment:dev"');
    });
  });

  test.each(["https://github.com/acme/shop", "acme", "acme/*", "acme@x/shop"])(
    "refuses %s, which is no repository on GitHub",
    (repository) => {
      expect(refusal((scope) => new GithubOidc(scope, "github", { repository, provider: "create" }))).toEqual(
        [
          `repository is "${repository}"; it must be <owner>/<name> or <owner>@<id>/<name>@<id>, as GitHub's tokens say it.`,
        ],
      );
    },
  );
});

describe("PipelineRoles", () => {
  const roles = (stateBucket: string) => (scope: Construct) =>
    new PipelineRoles(scope, "roles", {
      github: new GithubOidc(scope, "github", { repository: REPOSITORY, provider: "existing" }),
      stateBucket,
      ownStacks: ["state", "pipeline"],
      branch: "main",
    });

  test("share what they read, and only the one that applies writes", () => {
    const stack = synth((scope) => void roles("shop-state")(scope));

    expect(stack.all("aws_iam_policy").map(({ name }) => name)).toEqual([
      "test-pipeline-boundary",
      "test-pipeline-read",
      "test-pipeline-write-compute",
      "test-pipeline-write-data",
    ]);
    expect(
      stack
        .all("aws_iam_role_policy_attachment")
        .map(({ role, policy_arn }) =>
          `${role} ${policy_arn}`.replaceAll(/\$\{\w+\.roles_|_[0-9A-F]+\.\w+\}/g, ""),
        ),
    ).toEqual(["apply-role read", "apply-role write-compute", "apply-role write-data", "plan-role read"]);
  });

  test("say which policy has outgrown what IAM takes", () => {
    expect(refusal((scope) => roles("b".repeat(6_144))(scope))).toEqual([
      expect.stringMatching(
        /^the policy read has \d+ characters; IAM takes 6144\. Divide its services among more policies in SERVICES and here\.$/,
      ),
    ]);
  });
});
