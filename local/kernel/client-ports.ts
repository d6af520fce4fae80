import type { Session } from "./sessions";

const PORTS = 65_536;

/**
 * Which sessions the connections belong to that functions make: a worker writes its number down at the port of its
 * end before anything is sent. So a call is known as a function's whatever it calls and however it signs.
 */
export class ClientPorts {
  /** A 32-bit integer for each port, shared with the workers; 0 where the port is nobody's. */
  readonly memory = new SharedArrayBuffer(PORTS * Int32Array.BYTES_PER_ELEMENT);
  private readonly numbers = new Int32Array(this.memory);
  private readonly sessions = new Map<number, Session>();
  private latest = 0;

  /** The number that a session's worker is to write. */
  register(session: Session): number {
    this.sessions.set(++this.latest, session);
    return this.latest;
  }

  /** Forgets a session, whose worker may have ended without taking its number back. */
  forget(number: number): void {
    this.sessions.delete(number);
  }

  /**
   * Which function makes a request.
   * @param port - where its connection comes from
   * @param signedBy - whose credentials it carries: a function's own are enough, as from a process that it has started
   */
  callerOf(port: number | undefined, signedBy: Session | undefined): Session | undefined {
    const atPort = port === undefined ? undefined : this.sessions.get(Atomics.load(this.numbers, port));
    if (atPort !== undefined || signedBy === undefined) return atPort;
    return [...this.sessions.values()].includes(signedBy) ? signedBy : undefined;
  }
}
