import * as z from "zod";
import { type Environment, environmentSchema } from "./environment";
import { overridesFor } from "./environment-overrides";

/** Physical names are `<environment>-<service>-<thing>`, and AWS's shortest limit on them leaves this much. */
const NAME = /^[a-z][a-z0-9]{1,9}$/;

/** The values of one or more environments break a rule; the message lists every problem. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  /** One line per problem: file, field, rule, value. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count} in the environments' values:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Checks the values of environments and applies the overrides from environment variables.
 *
 * @param files - The values by environment name, that is by name of the file in `environments/`.
 * @throws {@link EnvironmentError} naming file, field, rule and value of every problem in any of them.
 */
export function parseEnvironments(
  files: Readonly<Record<string, unknown>>,
  processEnv: NodeJS.ProcessEnv,
): readonly Environment[] {
  const problems: string[] = [];
  const environments: Environment[] = [];
  for (const [name, values] of Object.entries(files)) {
    const parsed = parseEnvironment(name, values, processEnv);
    if ("problems" in parsed) problems.push(...parsed.problems);
    else environments.push(parsed.environment);
  }
  problems.push(...contested(environments));
  if (problems.length > 0) throw new EnvironmentError(problems);
  return environments;
}

/** What two environments cannot both have. */
function contested(environments: readonly Environment[]): readonly string[] {
  return environments.flatMap((environment, index) => {
    const { name, accountId, region, stateBucket, githubOidcProvider, apiGatewayAccount } = environment;
    const before = environments.slice(0, index);
    const owner = before.find((other) => other.stateBucket === stateBucket);
    const maker = before.find(
      (other) => other.accountId === accountId && other.githubOidcProvider === "create",
    );
    const keeper = before.find(
      (other) =>
        other.accountId === accountId && other.region === region && other.apiGatewayAccount === "create",
    );
    return [
      ...(owner === undefined
        ? []
        : [
            `environments/${name}.ts: stateBucket: must be a bucket of its own, as ${owner.name} makes "${stateBucket}"`,
          ]),
      ...(maker === undefined || githubOidcProvider !== "create"
        ? []
        : [
            `environments/${name}.ts: githubOidcProvider: must be "existing", as ${maker.name} makes the one provider that account ${accountId} takes; got "create"`,
          ]),
      ...(keeper === undefined || apiGatewayAccount !== "create"
        ? []
        : [
            `environments/${name}.ts: apiGatewayAccount: must be "existing", as ${keeper.name} makes the one setting that account ${accountId} takes in ${region}; got "create"`,
          ]),
    ];
  });
}

type Parsed = { readonly environment: Environment } | { readonly problems: readonly string[] };

function parseEnvironment(name: string, values: unknown, processEnv: NodeJS.ProcessEnv): Parsed {
  const file = `environments/${name}.ts`;
  if (!NAME.test(name)) {
    return {
      problems: [
        `${file}: the name of the file must be 2 to 10 lower-case letters and digits, starting with a letter, because it opens the name of every resource; got "${name}"`,
      ],
    };
  }
  const overrides = overridesFor(name, processEnv);
  const merged = isObject(values) ? { ...values, ...overrides.values } : values;
  const result = environmentSchema.safeParse(merged);
  if (result.success) return { environment: { name, ...result.data } };

  const sourceOf = (path: readonly PropertyKey[]) => {
    const variable = overrides.variables[String(path[0])];
    return variable === undefined ? file : `${variable} (in place of ${file})`;
  };
  return { problems: result.error.issues.flatMap((issue) => describe(issue, merged, sourceOf)) };
}

function describe(
  issue: z.core.$ZodIssue,
  values: unknown,
  sourceOf: (path: readonly PropertyKey[]) => string,
): readonly string[] {
  const field = fieldName(issue.path);
  const source = sourceOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = knownFields(issue.path).join(", ");
    return issue.keys.map(
      (key) => `${source}: ${fieldName([...issue.path, key])}: is no field; the fields here are ${known}`,
    );
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map((inner) => `${source}: ${field}: ${inner.message}`);
  }
  const value = valueAt(values, issue.path);
  const got = value === undefined ? "it is missing" : `got ${JSON.stringify(value)}`;
  return [`${source}: ${field === "" ? "values" : field}: ${issue.message}; ${got}`];
}

function knownFields(path: readonly PropertyKey[]): readonly string[] {
  const schema = path.reduce<unknown>((outer, part) => {
    if (outer instanceof z.ZodObject) return outer.shape[String(part)];
    return outer instanceof z.ZodRecord ? outer.valueType : undefined;
  }, environmentSchema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** `throttling.burst`, `corsOrigins[0]`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    return name === "" ? String(part) : `${name}.${String(part)}`;
  }, "");
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, part) => (isObject(value) ? value[part] : undefined), values);
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}
