import type { Timer } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { Session } from "../../../kernel/sessions";
import type { Idling, WorkerInput } from "./messages";
import { BackOff } from "./real-time";

/** A worker that has not come to rest for so long counts as hanging. */
const PATIENCE_MS = 10_000;
/** Beyond this it may be that a worker waits for somebody outside whose own request to the cloud waits behind it. */
const PATIENCE_ALONE_MS = 2_000;
/** What a handler has left running is not waited for any longer; nor ever again in this environment. */
const PATIENCE_AFTER_ANSWER_MS = 2_000;

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
  private callsEnded = 0;
  /** The last probe, with what was known when it was sent. */
  private probe = { id: 0, calls: 0, callsEnded: 0 };
  private whenAtRest: (() => void) | undefined;
  private restless = false;

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
      else if (!this.attending) void this.followUp();
    };
    this.tellTime();
  }

  /**
   * Begins with the init phase or an invocation; the work that runs it is the one that gets parked.
   * @returns the turn that the worker is to know
   */
  begin(): number {
    this.restOver();
    this.attending = true;
    this.tellTime();
    this.backOff.start();
    return ++this.turn;
  }

  /**
   * The function has answered. What it has left running goes on until it, too, waits for time to pass: on AWS it would
   * be frozen now, and how far it came would be chance.
   * @param whenAtRest - called once
   */
  rest(whenAtRest: () => void): void {
    this.wake();
    this.whenAtRest = whenAtRest;
    if (this.restless) this.restOver();
  }

  /** The init phase or invocation is over. */
  end(): void {
    this.attending = false;
    this.whenAtRest = undefined;
    this.wake();
    this.backOff.stop();
  }

  /** The worker has ended. */
  leave(): void {
    this.restOver();
    delete this.session.onCallEnd;
  }

  /** A call is answered that a handler had left running: what follows from it belongs to the moment of the answer. */
  private async followUp(): Promise<void> {
    const rest = () => {
      this.attending = true;
      return new Promise<void>((resolve) => this.rest(resolve));
    };
    await this.kernel.work.serve(`${this.name} goes on`, rest, { nested: true });
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

  /** Every connection waits for a call that was under way during the whole probe: only time can bring the answers. */
  private judge(answer: Extract<Idling, { kind: "probed" }>): void {
    if (answer.id !== this.probe.id || this.resume !== undefined) return;
    const { calls, callsEnded } = this.probe;
    const noneEnded = calls === this.session.callsInFlight && callsEnded === this.callsEnded;
    if (answer.waiting !== calls || !noneEnded) return;
    this.waitsForCalls = true;
    this.park(answer.nextTimerAtMs);
  }

  private look(elapsedMs: number): void {
    const calls = this.session.callsInFlight;
    if (elapsedMs > PATIENCE_ALONE_MS) this.kernel.work.admit();
    if (this.whenAtRest !== undefined && elapsedMs > PATIENCE_AFTER_ANSWER_MS) {
      this.kernel.log(
        `${this.name} has left something running that does not come to rest, such as a server or a child process. ` +
          "It is not waited for any more, and runs with the same seed may differ.",
      );
      this.restless = true;
      this.park(undefined);
    } else if (elapsedMs > PATIENCE_MS) {
      this.kernel.log(
        `${this.name} has not come to rest for ${Math.round(elapsedMs / 1_000)} s of real time: it computes, or waits ` +
          "for something outside of the cloud's APIs. It is left to its timeout.",
      );
      this.hang();
    } else if (calls > 0 || this.whenAtRest !== undefined) {
      // Of a call that the function has given up nothing reaches the worker: it would not say again that it idles.
      const id = this.probe.id + 1;
      this.probe = { id, calls, callsEnded: this.callsEnded };
      this.post({ kind: "probe", id });
    }
  }

  private park(nextTimerAtMs: number | undefined): void {
    if (!this.attending || this.resume !== undefined) return;
    if (this.restOver()) return;
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

  /** Says that the worker is at rest, if somebody waits for that. */
  private restOver(): boolean {
    const { whenAtRest } = this;
    if (whenAtRest === undefined) return false;
    this.end();
    whenAtRest();
    return true;
  }

  private tellTime(): void {
    new Float64Array(this.sharedNow)[0] = this.kernel.clock.now();
  }

  private wake(): void {
    this.tellTime();
    this.timer?.cancel();
    this.timer = undefined;
    this.waitsForCalls = false;
    this.resume?.();
    this.resume = undefined;
    if (this.attending) this.backOff.start();
  }
}
