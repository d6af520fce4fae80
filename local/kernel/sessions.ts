import type { Chance } from "./chance";
import type { Principal } from "./principal";

/** Temporary credentials of a role, as a function finds them in its environment. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly principal: Principal;
  /** Calls that the cloud is answering for this session right now; counted in virtual time. */
  callsInFlight: number;
  /** Called when such a call has ended and was not given up, before its work counts as done. */
  onCallEnd?: () => void;
}

const KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Who is behind an access key: the role of a session that was issued here; any other key is the operator's. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();
  /** Access keys that were a role's: what still uses one must not pass for the operator. */
  private readonly revoked = new Set<string>();

  constructor(private readonly chance: Chance) {}

  /** Credentials for a role; each execution environment gets its own. */
  issue(roleArn: string, sessionName: string): Session {
    const session: Session = {
      accessKeyId: `ASIA${this.chance.text(16, KEY_ALPHABET)}`,
      secretAccessKey: this.chance.text(40),
      sessionToken: this.chance.text(64),
      principal: { type: "role", arn: roleArn, session: sessionName },
      callsInFlight: 0,
    };
    this.sessions.set(session.accessKeyId, session);
    return session;
  }

  revoke(session: Session): void {
    this.sessions.delete(session.accessKeyId);
    this.revoked.add(session.accessKeyId);
  }

  get(accessKeyId: string | undefined): Session | undefined {
    return accessKeyId === undefined ? undefined : this.sessions.get(accessKeyId);
  }

  /** Whether the key was a session's that has ended. */
  isRevoked(accessKeyId: string | undefined): boolean {
    return accessKeyId !== undefined && this.revoked.has(accessKeyId);
  }
}
