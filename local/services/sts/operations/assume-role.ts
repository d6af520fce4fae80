import type { RoleStore } from "../../../iam/role-store";
import { sessionArn } from "../../../iam/statement";
import { isoTime } from "../../../kernel/clock";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";

interface Input {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  /** Seconds, 900 to the role's maximum; a text on the wire. */
  readonly DurationSeconds?: number | string;
  readonly ExternalId?: string;
  readonly [member: string]: unknown;
}

const MODELLED = ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId"];
const DEFAULT_SECONDS = 3600;
const LEAST_SECONDS = 900;

/** Gives temporary credentials of a role to whom its trust policy lets in. They do not expire here. */
export function assumeRole(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "AssumeRole",
    access: ({ RoleArn, ExternalId }) => [
      {
        action: "sts:AssumeRole",
        resource: String(RoleArn),
        ...(ExternalId === undefined ? {} : { context: { "sts:ExternalId": ExternalId } }),
      },
    ],
    run(input, { principal }) {
      const unknown = Object.keys(input).find((member) => !MODELLED.includes(member));
      if (unknown !== undefined) {
        throw new AwsError("ValidationError", `the local cloud does not model ${unknown} of AssumeRole`);
      }
      const { RoleArn, RoleSessionName } = input;
      if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName ?? "")) {
        throw new AwsError(
          "ValidationError",
          `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy ` +
            "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        );
      }
      const role = store.findRoleByArn(RoleArn);
      if (role === undefined) {
        throw new AwsError(
          "AccessDenied",
          `not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
          403,
        );
      }
      const seconds = Number(input.DurationSeconds ?? DEFAULT_SECONDS);
      // AWS bounds role chaining to an hour, whatever the role allows.
      const most = principal.type === "role" ? DEFAULT_SECONDS : role.maxSessionSeconds;
      if (!(seconds >= LEAST_SECONDS && seconds <= most)) {
        throw new AwsError(
          "ValidationError",
          seconds > most
            ? "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            : `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
                `Member must have value greater than or equal to ${LEAST_SECONDS}`,
        );
      }
      const session = kernel.sessions.issue(RoleArn, RoleSessionName);
      return {
        Credentials: {
          AccessKeyId: session.accessKeyId,
          SecretAccessKey: session.secretAccessKey,
          SessionToken: session.sessionToken,
          Expiration: isoTime(kernel.clock.now() + seconds * 1000),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${role.id}:${RoleSessionName}`,
          Arn: sessionArn({ type: "role", arn: RoleArn, session: RoleSessionName }),
        },
      };
    },
  };
}
