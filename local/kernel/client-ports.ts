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

  /** Whose connection comes from the port. */
  sessionAt(port: number): Session | undefined {
    return this.sessions.get(Atomics.load(this.numbers, port));
  }
}
