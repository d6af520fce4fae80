import { isObject } from "./expressions/values";
import type { Body, SynthesizedStack } from "./stacks";
import { TerraformError } from "./terraform-error";

/** A configuration of the AWS provider. */
export interface ProviderSettings {
  /** Set where resources choose this configuration by name. */
  readonly alias?: string;
  readonly region?: string;
  /** The accounts that the provider works on; empty when it takes any. */
  readonly accountIds: readonly string[];
  /** Put on every resource that takes tags. */
  readonly defaultTags: Readonly<Record<string, unknown>>;
}

/** The configurations of the AWS provider in a stack. */
export function awsProviders(stack: SynthesizedStack): ProviderSettings[] {
  const configured = stack.template.provider?.["aws"] ?? [];
  return [configured].flat().map((body: Body) => {
    const { alias, region, allowed_account_ids: accountIds, default_tags: defaults } = body;
    const [tags] = [defaults].flat();
    return {
      ...(typeof alias === "string" ? { alias } : {}),
      ...(typeof region === "string" ? { region } : {}),
      accountIds: Array.isArray(accountIds) ? accountIds.map(String) : [],
      defaultTags: isObject(tags) && isObject(tags["tags"]) ? tags["tags"] : {},
    };
  });
}

/**
 * The region and the account that the stacks are made for.
 * @throws TerraformError when the stacks do not say, or do not agree
 */
export function readProvider(stacks: readonly SynthesizedStack[]): { region: string; accountId: string } {
  const settings = stacks.flatMap((stack) => awsProviders(stack).filter(({ alias }) => alias === undefined));
  const regions = settings.flatMap(({ region }) => region ?? []);
  const accountIds = settings.flatMap((provider) => provider.accountIds);
  return {
    region: single(regions, "region", stacks),
    accountId: single(accountIds, "allowed account", stacks),
  };
}

function single(values: readonly string[], what: string, stacks: readonly SynthesizedStack[]): string {
  const [value, ...others] = new Set(values);
  if (value !== undefined && others.length === 0) return value;
  const names = stacks.map(({ name }) => name).join(", ");
  const found = value === undefined ? "none" : [value, ...others].join(" and ");
  throw new TerraformError(
    `the AWS provider of the stacks ${names} must name one ${what}, and names ${found}; ` +
      "start the stacks of one environment, with region and allowed_account_ids in their provider",
  );
}
