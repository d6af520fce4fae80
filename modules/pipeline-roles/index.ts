import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import type { GithubOidc } from "../github-oidc";
import { type IdentityStatement, identityPolicy } from "../permissions";
import type { Place, ServiceAccess } from "./access/service-access";
import { SERVICES } from "./access/services";
import { boundaryStatements } from "./boundary";
import { applyOfState, planOfState } from "./state-access";

export interface PipelineRolesProps {
  /** Who vouches for the workflows that take the roles on. */
  readonly github: GithubOidc;
  /** Name of the bucket that holds the environment's states. */
  readonly stateBucket: string;
  /** Names of the states that only people write: those of the stacks that the pipeline's own rights are in. */
  readonly ownStacks: readonly string[];
  /** The branch whose commits are deployed. */
  readonly branch: string;
}

/** Characters that IAM takes in a managed policy, white space aside. */
const POLICY_LIMIT = 6_144;

/**
 * The roles that a pipeline deploys one environment with: one that plans, for pull requests and the deployed branch, and
 * one that applies, for jobs of the GitHub environment of the same name. Neither reads data; neither changes itself.
 */
export class PipelineRoles extends Construct {
  readonly planRoleArn: string;
  readonly applyRoleArn: string;

  private readonly place: Place;
  private readonly check: ConfigCheck;

  /** @throws ModuleConfigError when a name breaks the rules or a policy has outgrown IAM's limit. */
  constructor(scope: Construct, id: string, props: PipelineRolesProps) {
    super(scope, id);
    const { github, stateBucket, ownStacks, branch } = props;
    const { environment, region, accountId } = EnvironmentContext.of(this);
    this.place = { environment, region, accountId, stateBucket };
    this.check = new ConfigCheck(this);
    const planName = this.check.physicalName("role", "pipeline", "plan");
    const applyName = this.check.physicalName("role", "pipeline", "apply");

    const statements = {
      boundary: boundaryStatements(this.place),
      read: this.statementsOf("read", Object.values(SERVICES).flat()),
      writeCompute: this.statementsOf("write", SERVICES.compute),
      writeData: this.statementsOf("write", SERVICES.data),
    };
    const text = Object.fromEntries(
      Object.entries(statements).map(([name, each]) => [name, this.within(name, identityPolicy(each))]),
    ) as Record<keyof typeof statements, string>;
    this.check.done();

    this.policy("boundary", "boundary", text.boundary);
    const read = this.policy("read", "read", text.read);
    const write = [
      this.policy("write-compute", "write-compute", text.writeCompute),
      this.policy("write-data", "write-data", text.writeData),
    ];

    const plan = this.role("plan", planName, github.trust(["pull_request", `ref:refs/heads/${branch}`]));
    this.attach(plan, "plan", [read]);
    this.inline(plan, "plan", planOfState(this.place));
    const apply = this.role("apply", applyName, github.trust([`environment:${environment}`]));
    this.attach(apply, "apply", [read, ...write]);
    this.inline(apply, "apply", [...applyOfState(this.place, ownStacks), this.ownRights()]);

    this.planRoleArn = plan.arn;
    this.applyRoleArn = apply.arn;
  }

  /** What no statement elsewhere may allow: to change the roles and policies of the pipeline, or hand them on. */
  private ownRights(): IdentityStatement {
    const { accountId, environment } = this.place;
    return {
      effect: "Deny",
      actions: ["iam:*"],
      resources: [
        `arn:aws:iam::${accountId}:role/${environment}-pipeline-*`,
        `arn:aws:iam::${accountId}:policy/${environment}-pipeline-*`,
        `arn:aws:iam::${accountId}:oidc-provider/*`,
      ],
    };
  }

  private statementsOf(
    kind: "read" | "write",
    services: readonly ServiceAccess[],
  ): readonly IdentityStatement[] {
    return services.flatMap((service) => service[kind]?.(this.place) ?? []);
  }

  private within(name: string, policy: string): string {
    this.check.that(
      policy.length <= POLICY_LIMIT,
      `the policy ${name} has ${policy.length} characters; IAM takes ${POLICY_LIMIT}. ` +
        "Divide its services among more policies in SERVICES and here.",
    );
    return policy;
  }

  private policy(id: string, name: string, policy: string): IamPolicy {
    return new IamPolicy(this, id, { name: `${this.place.environment}-pipeline-${name}`, policy });
  }

  private role(id: string, name: string, assumeRolePolicy: string): IamRole {
    return new IamRole(this, `${id}-role`, { name, assumeRolePolicy });
  }

  private attach(role: IamRole, id: string, policies: readonly IamPolicy[]): void {
    for (const policy of policies) {
      new IamRolePolicyAttachment(this, `${id}-${policy.node.id}`, {
        role: role.name,
        policyArn: policy.arn,
      });
    }
  }

  private inline(role: IamRole, id: string, statements: readonly IdentityStatement[]): void {
    new IamRolePolicy(this, `${id}-state`, {
      name: "state",
      role: role.name,
      policy: identityPolicy(statements),
    });
  }
}
