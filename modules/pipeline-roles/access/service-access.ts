import type { IdentityStatement } from "../../permissions";

/** Where an environment is, as ARNs say it. */
export interface Place {
  readonly environment: string;
  readonly region: string;
  readonly accountId: string;
  /** The bucket of the states. */
  readonly stateBucket: string;
}

/** What Terraform has to be allowed for the resources of one AWS service. */
export interface ServiceAccess {
  /** The Terraform types that this is enough for. */
  readonly types: readonly string[];
  /** To read their settings, as a plan does; never what they hold. */
  read(place: Place): readonly IdentityStatement[];
  /** To make, change and delete them; nothing for what the pipeline only looks at. */
  write?(place: Place): readonly IdentityStatement[];
}

/** An ARN in the place's region and account. */
export function arn({ region, accountId }: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** `<environment>-*`: what the names of everything in the environment match. */
export function ownNames({ environment }: Place): string {
  return `${environment}-*`;
}

/** Actions of one service: `actions("sqs", ["CreateQueue"])` is `["sqs:CreateQueue"]`. */
export function actions(service: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${service}:${name}`);
}
