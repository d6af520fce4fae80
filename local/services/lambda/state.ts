import type { PolicyStatement } from "../../kernel/policy";
import { functionNotFound, resourceNotFound } from "./errors";

/** What a version of a function is made of; it never changes, a change makes a new one. */
export interface FunctionConfig {
  readonly name: string;
  /** The function's ARN, without a qualifier. */
  readonly arn: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly runtime: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralStorageMb: number;
  readonly architectures: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly tracing: "Active" | "PassThrough";
  readonly layers: readonly Layer[];
  readonly deadLetterArn: string | undefined;
  readonly logging: LoggingConfig;
  /** Absolute path of the folder that holds the code. */
  readonly codeDirectory: string;
  readonly codeSha256: string;
  readonly codeSizeBytes: number;
}

export interface LoggingConfig {
  readonly format: "Text" | "JSON";
  readonly group: string;
  readonly applicationLevel: string | undefined;
  readonly systemLevel: string | undefined;
}

export interface FunctionVersion {
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly config: FunctionConfig;
  readonly revisionId: string;
  readonly modifiedAtMs: number;
}

export interface Alias {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** The share of invocations that other versions get, 0 to 1 each. */
  readonly weights: Readonly<Record<string, number>>;
}

/** A statement of a function's resource policy and what it is for: a version, an alias, or all when empty. */
export interface Permission {
  readonly qualifier: string;
  readonly statement: PolicyStatement & { readonly Sid: string };
}

/** How a function, version or alias treats events that nobody waits for. */
export interface EventInvokeConfig {
  /** Attempts after the first, 0 to 2. */
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly modifiedAtMs: number;
}

export interface Layer {
  /** With its version. */
  readonly arn: string;
  readonly directory: string;
  readonly codeSizeBytes: number;
}

/** A function with its versions and what belongs to it. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  latest: FunctionVersion;
  readonly published: Map<string, FunctionVersion>;
  lastVersion: number;
  readonly aliases: Map<string, Alias>;
  readonly permissions: Permission[];
  /** By qualifier, `$LATEST` among them. */
  readonly invokeConfigs: Map<string, EventInvokeConfig>;
  /** Environments kept warm, by qualifier. */
  readonly provisionedConcurrency: Map<string, number>;
  /** 0 switches the function off; undefined lets it share the account's concurrency. */
  reservedConcurrency: number | undefined;
  tags: Readonly<Record<string, string>>;
}

/** The functions and layers of one cloud. */
export class LambdaState {
  readonly functions = new Map<string, LambdaFunction>();
  /** By ARN with version. */
  readonly layers = new Map<string, Layer>();
  readonly lastLayerVersions = new Map<string, number>();

  /** The folders with the code of all functions, their published versions and all layers. */
  codeFolders(): string[] {
    const versions = [...this.functions.values()].flatMap(({ latest, published }) => [
      latest,
      ...published.values(),
    ]);
    // A version keeps its layers when they are gone.
    const layers = [...this.layers.values(), ...versions.flatMap(({ config }) => config.layers)];
    const folders = [
      ...versions.map(({ config }) => config.codeDirectory),
      ...layers.map(({ directory }) => directory),
    ];
    return [...new Set(folders)];
  }

  /** @throws AwsError ResourceNotFoundException */
  function(name: string, arn: string): LambdaFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw functionNotFound(arn);
    return found;
  }

  /**
   * The version that a qualifier stands for.
   * @param draw - a number from 0 to 1 that decides between the versions of an alias with weights
   * @throws AwsError ResourceNotFoundException
   */
  version(fn: LambdaFunction, qualifier: string, draw: () => number): FunctionVersion {
    if (qualifier === "" || qualifier === "$LATEST") return fn.latest;
    const alias = fn.aliases.get(qualifier);
    const number = alias === undefined ? qualifier : chooseVersion(alias, draw);
    const version = number === "$LATEST" ? fn.latest : fn.published.get(number);
    if (version === undefined) throw functionNotFound(`${fn.arn}:${qualifier}`);
    return version;
  }

  /** @throws AwsError ResourceNotFoundException */
  alias(fn: LambdaFunction, name: string): Alias {
    const alias = fn.aliases.get(name);
    if (alias === undefined) throw resourceNotFound(`Cannot find alias arn: ${fn.arn}:${name}`);
    return alias;
  }

  /** Keeps the present state of a function as a version of its own, unless nothing has changed since the last. */
  publish(fn: LambdaFunction): FunctionVersion {
    const last = fn.published.get(String(fn.lastVersion));
    if (last?.config === fn.latest.config) return last;
    const version: FunctionVersion = { ...fn.latest, version: String(++fn.lastVersion) };
    fn.published.set(version.version, version);
    return version;
  }
}

function chooseVersion(alias: Alias, draw: () => number): string {
  const entries = Object.entries(alias.weights);
  if (entries.length === 0) return alias.version;
  let rest = draw();
  for (const [version, weight] of entries) {
    rest -= weight;
    if (rest < 0) return version;
  }
  return alias.version;
}
