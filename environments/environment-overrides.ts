/** The fields that a fork of the repository changes without touching a file. */
export const OVERRIDABLE = {
  accountId: "ACCOUNT_ID",
  region: "REGION",
  stateBucket: "STATE_BUCKET",
  githubOidcProvider: "GITHUB_OIDC_PROVIDER",
  apiGatewayAccount: "API_GATEWAY_ACCOUNT",
  githubRepository: "GITHUB_REPOSITORY",
} as const;

/** Values from environment variables, with the variable that gave each. */
export interface Overrides {
  readonly values: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads `PLATFORM_<NAME>_ACCOUNT_ID`, `_REGION`, `_STATE_BUCKET`, `_GITHUB_OIDC_PROVIDER`, `_API_GATEWAY_ACCOUNT` and
 * `_GITHUB_REPOSITORY`, as in `PLATFORM_DEV_ACCOUNT_ID`. An empty variable counts as none: CI systems pass unset
 * settings that way.
 */
export function overridesFor(name: string, processEnv: NodeJS.ProcessEnv): Overrides {
  const values: Record<string, string> = {};
  const variables: Record<string, string> = {};
  for (const [field, suffix] of Object.entries(OVERRIDABLE)) {
    const variable = `PLATFORM_${name.toUpperCase()}_${suffix}`;
    const value = processEnv[variable];
    if (value === undefined || value === "") continue;
    values[field] = value;
    variables[field] = variable;
  }
  return { values, variables };
}
