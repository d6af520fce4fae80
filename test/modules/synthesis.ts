import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { ModuleConfigError } from "../../modules/config-check";
import { EnvironmentContext, type EnvironmentValues } from "../../modules/environment-context";
import { PlatformFunction, type PlatformFunctionProps } from "../../modules/function";
import { bundleHandlers } from "../../modules/lambda-code";

export const FIXTURES = path.join(__dirname, "fixtures");

/** An environment with everything on. */
export const TEST_ENVIRONMENT: EnvironmentValues = {
  environment: "test",
  region: "eu-central-1",
  accountId: "111122223333",
  logRetentionDays: 14,
  logLevel: "INFO",
  tracing: true,
  architecture: "arm64",
  defaultMemoryMb: 256,
  deletionProtection: true,
  pointInTimeRecovery: true,
  alarms: { enabled: true, topicArn: "arn:aws:sns:eu-central-1:111122223333:test-platform-alarms" },
  throttling: { rateLimit: 50, burstLimit: 100 },
};

/** The arguments of a resource, as Terraform would read them. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of synthesized JSON is what the tests are about
export type Arguments = Record<string, any>;

/** A synthesized stack, opened for questions. */
export class Synthesized {
  constructor(
    private readonly json: { resource?: Record<string, Record<string, Arguments>>; data?: Arguments },
  ) {}

  /** Every resource of a Terraform type, sorted by address. */
  all(type: string): Arguments[] {
    return Object.values(this.json.resource?.[type] ?? {});
  }

  /** The only resource of a type, or the only one that has these arguments. */
  one(type: string, having: Arguments = {}): Arguments {
    const found = this.all(type).filter((each) =>
      Object.entries(having).every(([name, value]) => JSON.stringify(each[name]) === JSON.stringify(value)),
    );
    const [first, ...others] = found;
    if (first === undefined || others.length > 0) {
      throw new Error(`${found.length} resources of type ${type} have ${JSON.stringify(having)}`);
    }
    return first;
  }

  /** Data sources of a type. */
  data(type: string): Arguments[] {
    return Object.values(this.json.data?.[type] ?? {});
  }

  /** Types of all resources. */
  get types(): string[] {
    return Object.keys(this.json.resource ?? {});
  }

  /** Statements of the role policy of the function with this physical name, without logs and traces. */
  granted(functionName: string): Arguments[] {
    const [logicalId] = Object.entries(this.json.resource?.["aws_iam_role"] ?? {}).find(
      ([, role]) => role["name"] === functionName,
    ) ?? [""];
    const policy = this.one("aws_iam_role_policy", { role: `\${aws_iam_role.${logicalId}.name}` });
    const { Statement: statements } = JSON.parse(policy["policy"]);
    return statements.filter(({ Action }: Arguments) => !/^(logs|xray):/.test([Action].flat()[0]));
  }
}

/** Synthesizes a stack with what `build` puts into it. */
export function synth(
  build: (scope: Construct) => void,
  values: Partial<EnvironmentValues> = {},
): Synthesized {
  const json = Testing.synthScope((scope) => {
    EnvironmentContext.provide(scope, { ...TEST_ENVIRONMENT, ...values });
    build(scope as Construct);
  });
  return new Synthesized(JSON.parse(json));
}

/** What the module says when it refuses to be built. */
export function refusal(build: (scope: Construct) => void): readonly string[] {
  try {
    synth(build);
  } catch (error) {
    if (error instanceof ModuleConfigError) return error.problems;
    throw error;
  }
  return [];
}

/** A function of the sample service. */
export function sampleFunction(
  scope: Construct,
  props: Partial<PlatformFunctionProps> = {},
): PlatformFunction {
  return new PlatformFunction(scope, props.name ?? "worker", {
    service: "sample",
    name: "worker",
    handler: "services/sample/handlers/worker.ts",
    ...props,
  });
}

/** Bundles the fixtures into a folder that is gone after the test file. */
export function useSampleHandlers(): void {
  const outDir = mkdtempSync(path.join(tmpdir(), "handlers-"));
  // At once rather than before the first test: describe blocks synthesize too.
  bundleHandlers({ root: FIXTURES, outDir });
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));
}
