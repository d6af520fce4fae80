import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Environment } from "../environments/environment";
import { EnvironmentContext } from "../modules/environment-context";
import { boundaryArn } from "../modules/pipeline-roles/boundary";
import { alarmTopicArn } from "./names";

/** The first version that locks the state by a file in the bucket. */
const TERRAFORM_VERSION = ">= 1.10";

/** What every stack is made for. */
export interface StackSettings {
  readonly environment: Environment;
  /** Address of the repository, as the tag `repository` of every resource says it. */
  readonly repository: string;
}

/**
 * A deployable unit of one environment, named `<environment>-<stack>`: its provider, which works on the
 * environment's account only, its own state in S3, and the environment's values for the modules in it.
 */
export abstract class EnvironmentStack extends TerraformStack {
  protected readonly environment: Environment;

  /**
   * @param stack - Name without the environment, such as `catalog`; names the state as well.
   * @param service - The service that owns everything in the stack, for the tag `service`; none if several do.
   */
  constructor(app: App, settings: StackSettings, stack: string, service?: string) {
    const { environment, repository } = settings;
    super(app, `${environment.name}-${stack}`);
    this.environment = environment;

    const tags = {
      ...environment.tags,
      environment: environment.name,
      stack,
      ...(service === undefined ? {} : { service }),
      repository,
    };
    this.addProvider(tags);
    this.addBackend(stack);
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    EnvironmentContext.provide(this, contextOf(environment));
  }

  /** An output under exactly this name, for the local cloud, for scripts and for people. */
  protected output(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }

  /** The concurrency that the environment sets aside for the function of an API. */
  protected get apiConcurrency(): { readonly reservedConcurrency?: number } {
    const { apiReserved } = this.environment.concurrency;
    return apiReserved === null ? {} : { reservedConcurrency: apiReserved };
  }

  /** The web origins that the environment lets call an API. */
  protected get cors(): { readonly cors?: { readonly origins: readonly string[] } } {
    const { corsOrigins } = this.environment;
    return corsOrigins.length === 0 ? {} : { cors: { origins: corsOrigins } };
  }

  private addProvider(tags: Record<string, string>): void {
    new AwsProvider(this, "aws", {
      region: this.environment.region,
      allowedAccountIds: [this.environment.accountId],
      defaultTags: [{ tags }],
    });
  }

  private addBackend(stack: string): void {
    const { name, region, stateBucket, accountId } = this.environment;
    const backend = new S3Backend(this, {
      bucket: stateBucket,
      key: `${name}/${stack}.tfstate`,
      region,
      encrypt: true,
      allowedAccountIds: [accountId],
    });
    // CDKTF's type of the backend is older than this argument.
    backend.addOverride("use_lockfile", true);
  }
}

function contextOf(environment: Environment) {
  return {
    environment: environment.name,
    region: environment.region,
    accountId: environment.accountId,
    logRetentionDays: environment.logRetentionDays,
    logLevel: environment.logLevel,
    tracing: environment.tracingShare > 0,
    architecture: "arm64",
    defaultMemoryMb: environment.functionMemoryMb,
    deletionProtection: environment.deletionProtection,
    pointInTimeRecovery: environment.pointInTimeRecovery,
    permissionsBoundary: boundaryArn({ environment: environment.name, accountId: environment.accountId }),
    alarms: { enabled: environment.alarms, topicArn: alarmTopicArn(environment) },
    throttling: {
      rateLimit: environment.throttling.ratePerSecond,
      burstLimit: environment.throttling.burst,
    },
  } as const;
}
