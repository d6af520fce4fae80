import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { Exchange } from "./exchange";

/** Who signed a request. */
export interface Caller {
  readonly accessKey: string;
  readonly principal: Principal;
}

/**
 * The caller named by a Signature Version 4 in the Authorization header or the query. As on the wire, the
 * signature itself is taken on trust: whoever knows an access key id of this cloud is its role.
 */
export function signedCaller(kernel: Kernel, exchange: Exchange): Caller | undefined {
  const credential =
    /^AWS4-HMAC-SHA256 .*Credential=([^,\s]+)/.exec(exchange.header("authorization") ?? "")?.[1] ??
    exchange.query.get("X-Amz-Credential")?.[0];
  const accessKey = credential?.split("/")[0];
  if (accessKey === undefined || kernel.sessions.isRevoked(accessKey)) return undefined;
  return { accessKey, principal: kernel.sessions.get(accessKey)?.principal ?? { type: "operator" } };
}

/** The ARN under which an event and a log name the caller. */
export function callerArn({ principal }: Caller, accountId: string): string {
  if (principal.type !== "role") return `arn:aws:iam::${accountId}:user/operator`;
  const name = principal.arn.split("/").at(-1) ?? principal.arn;
  return `arn:aws:sts::${accountId}:assumed-role/${name}/${principal.session}`;
}
