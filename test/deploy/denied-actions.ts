import { readFileSync } from "node:fs";
import { join } from "node:path";
import { matches } from "../../rules/engine/policies";
import { SHARED_STACKS } from "./deployable-stacks";
import type { TracedRequest } from "./moto-cloud";
import { type NeededAction, neededActions } from "./needed-actions";

/** A statement of a policy, as it is written. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * What requests needed and statements do not allow, sorted: `sqs:CreateQueue`, or with its ARN for S3. Where a request
 * does not show its resource, one that is allowed on anything passes; conditions always hold.
 */
export function deniedActions(
  requests: readonly TracedRequest[],
  statements: readonly Statement[],
): readonly string[] {
  const denied = requests
    .flatMap(neededActions)
    .filter((needed) => !isAllowed(needed, statements))
    .map(({ action, resource }) => (resource === undefined ? action : `${action} ${resource}`));
  return [...new Set(denied)].sort();
}

function isAllowed({ action, resource }: NeededAction, statements: readonly Statement[]): boolean {
  const effects = statements
    .filter(({ Action }) => listOf(Action).some((pattern) => matches(pattern, action)))
    .filter(({ Effect, Resource: patterns }) =>
      resource === undefined
        ? Effect === "Allow"
        : listOf(patterns).some((pattern) => matches(pattern, resource)),
    )
    .map(({ Effect }) => Effect);
  return effects.length > 0 && !effects.includes("Deny");
}

/**
 * Every statement of one of an environment's pipeline roles, attached and inline.
 * @param outdir - the folder of the synthesized stacks
 */
export function policiesOf(
  role: "plan" | "apply",
  environment = "dev",
  outdir = SHARED_STACKS,
): readonly Statement[] {
  const path = join(outdir, "stacks", `${environment}-pipeline`, "cdk.tf.json");
  const { resource } = JSON.parse(readFileSync(path, "utf8")) as {
    resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
  const all = (type: string) => Object.entries(resource[type] ?? {});
  const [id] = all("aws_iam_role").find(([, { name }]) => name === `${environment}-pipeline-${role}`) ?? [];
  if (id === undefined) throw new Error(`${path}: no role ${environment}-pipeline-${role}`);
  const ofRole = (type: string) =>
    all(type).flatMap(([, each]) => (each["role"] === `\${aws_iam_role.${id}.name}` ? [each] : []));
  const attached = ofRole("aws_iam_role_policy_attachment").flatMap(({ policy_arn }) =>
    all("aws_iam_policy").flatMap(([policy, each]) =>
      policy_arn === `\${aws_iam_policy.${policy}.arn}` ? [each] : [],
    ),
  );
  return [...attached, ...ofRole("aws_iam_role_policy")].flatMap(
    ({ policy }) => JSON.parse(String(policy)).Statement as readonly Statement[],
  );
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
