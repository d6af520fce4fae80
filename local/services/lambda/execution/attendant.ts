import type { Timer } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { Session } from "../../../kernel/sessions";
import type { Idling, WorkerInput } from "./messages";
import { BackOff } from "./real-time";

/** A worker that has not been idle for so long, or for its own timeout if that is longer, counts as hanging. */
const LEAST_PATIENCE_MS = 10_000;

/**
 * Lets virtual time pass for a worker: while the function idles, or waits for calls that the cloud is answering,
 * the work under way counts as waiting for the clock, and the worker hears when its next timer is due.
 */
export class Attendant {
  /** The time of the cloud, where the worker reads it: it must be there before an answer that took time is. */
  readonly sharedNow = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  private attending = false;
  /** Counts what the worker was told, so that late news from it can be told from fresh. */
  private turn = 0;
  private resume: (() => void) | undefined;
  private waitsForCalls = false;
  private timer: Timer | undefined;
  private readonly backOff: BackOff;
  private patienceMs = LEAST_PATIENCE_MS;
  private callsEnded = 0;
  /** The last probe, with what was known when it was sent and whether the one before it found the same. */
  private probe = { id: 0, calls: 0, callsEnded: 0, secondLook: false };
  private lastLookWaited = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly name: string,
    private readonly session: Session,
    private readonly post: (message: WorkerInput) => void,
  ) {
    this.backOff = new BackOff((elapsedMs) => this.look(elapsedMs));
    session.onCallEnd = () => {
      this.callsEnded++;
      if (this.waitsForCalls) this.wake();
    };
    this.tellTime();
  }

  /**
   * Begins with the init phase or an invocation; the work that runs it is the one that gets parked.
   * @param timeoutMs - when it will be ended
   * @returns the turn that the worker is to know
   */
  begin(timeoutMs: number): number {
    this.attending = true;
    this.tellTime();
    this.patienceMs = Math.max(timeoutMs, LEAST_PATIENCE_MS);
    this.backOff.start();
    return ++this.turn;
  }

  /** The init phase or invocation is over. */
  end(): void {
    this.attending = false;
    this.wake();
    this.backOff.stop();
  }

  /** Nothing will happen any more but the timeout. */
  hang(): void {
    this.park(undefined);
  }

  /** Hears what the worker says about its idling. */
  hear(message: Idling): void {
    if (message.kind === "probed") this.judge(message);
    else if (message.turn === this.turn) this.park(message.nextTimerAtMs);
  }

  /**
   * Every socket waits for a call that was under way during the whole probe. Asked twice, because work of the
   * thread pool does not show among the resources and takes a moment at most.
   */
  private judge(answer: Extract<Idling, { kind: "probed" }>): void {
    if (answer.id !== this.probe.id || this.resume !== undefined) return;
    const { calls, callsEnded, secondLook } = this.probe;
    this.lastLookWaited =
      !answer.others &&
      answer.sockets === calls &&
      calls === this.session.callsInFlight &&
      callsEnded === this.callsEnded;
    if (!this.lastLookWaited || !secondLook) return;
    this.waitsForCalls = true;
    this.park(answer.nextTimerAtMs);
  }

  private look(elapsedMs: number): void {
    const calls = this.session.callsInFlight;
    if (elapsedMs > this.patienceMs) {
      this.kernel.log(
        `${this.name} has not come to rest for ${Math.round(elapsedMs / 1_000)} s of real time: it computes, or waits ` +
          "for something outside of the cloud's APIs. It is left to its timeout.",
      );
      this.hang();
    } else if (calls > 0) {
      const { id, callsEnded } = this.probe;
      const secondLook = this.lastLookWaited && calls === this.probe.calls && callsEnded === this.callsEnded;
      this.probe = { id: id + 1, calls, callsEnded: this.callsEnded, secondLook };
      this.post({ kind: "probe", id: id + 1 });
    }
  }

  private park(nextTimerAtMs: number | undefined): void {
    if (!this.attending || this.resume !== undefined) return;
    this.resume = this.kernel.work.park();
    this.backOff.stop();
    if (nextTimerAtMs === undefined) return;
    this.timer = this.kernel.clock.at(
      nextTimerAtMs,
      () => {
        this.wake();
        this.post({ kind: "fire", turn: ++this.turn });
      },
      "in-flight",
    );
  }

  private tellTime(): void {
    new Float64Array(this.sharedNow)[0] = this.kernel.clock.now();
  }

  private wake(): void {
    this.tellTime();
    this.timer?.cancel();
    this.timer = undefined;
    this.waitsForCalls = false;
    this.lastLookWaited = false;
    this.resume?.();
    this.resume = undefined;
    if (this.attending) this.backOff.start();
  }
}
