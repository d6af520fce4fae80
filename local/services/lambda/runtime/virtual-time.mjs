import { AsyncResource } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { installClocks } from "./virtual-clocks.mjs";

const realSetImmediate = setImmediate;
const RealDate = Date;
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** A timer of virtual time, with the surface of Node's own. */
class VirtualTimeout extends AsyncResource {
  #time;
  #callback;
  #args;
  #referenced = true;

  constructor(time, id, callback, delayMs, args, repeats) {
    super("Timeout");
    this.#time = time;
    this.#callback = callback;
    this.#args = args;
    this.id = id;
    this.delayMs = delayMs >= 1 && delayMs <= LONGEST_DELAY_MS ? Math.trunc(delayMs) : 1;
    this.repeats = repeats;
    this.atMs = 0;
  }

  fire() {
    this.runInAsyncScope(this.#callback, this, ...this.#args);
  }

  ref() {
    this.#referenced = true;
    return this;
  }

  unref() {
    this.#referenced = false;
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  refresh() {
    this.#time.set(this);
    return this;
  }

  close() {
    this.#time.clear(this);
    return this;
  }

  [Symbol.toPrimitive]() {
    return this.id;
  }

  [Symbol.dispose ?? Symbol.for("nodejs.dispose")]() {
    this.close();
  }
}

/**
 * Time inside a worker that stands still until the cloud moves it: `Date`, other clocks and every timer follow it, while
 * `setImmediate`, `process.nextTick` and promises run as ever.
 */
export class VirtualTime {
  #shared;
  /** By time; of the same instant the one set first in front. */
  #timers = [];
  #lastId = 0;
  #firing = false;

  /** @param sharedNow - memory in which the cloud keeps its time */
  constructor(sharedNow) {
    this.#shared = new Float64Array(sharedNow);
  }

  /** When the next timer is due, if there is one. */
  get nextTimerAtMs() {
    return this.#timers[0]?.atMs;
  }

  /** When the next timer is due that keeps the event loop going. */
  get nextReferencedAtMs() {
    return this.#timers.find((timer) => timer.hasRef())?.atMs;
  }

  get #nowMs() {
    return this.#shared[0];
  }

  /**
   * Fires the first timer that is due, in a turn of the event loop of its own. Any other waits until the loop has run
   * dry: what the first one set in motion, calls among it, must not race with what the second one does.
   * @returns whether there is one
   */
  fireDue() {
    if (!(this.nextTimerAtMs <= this.#nowMs)) return false;
    if (this.#firing) return true;
    this.#firing = true;
    realSetImmediate(() => {
      this.#firing = false;
      if (!(this.nextTimerAtMs <= this.#nowMs)) return;
      const timer = this.#timers.shift();
      if (timer.repeats) this.set(timer);
      timer.fire();
    });
    return true;
  }

  set(timer) {
    this.clear(timer);
    timer.atMs = this.#nowMs + timer.delayMs;
    let index = this.#timers.length;
    while (index > 0 && this.#timers[index - 1].atMs > timer.atMs) index--;
    this.#timers.splice(index, 0, timer);
  }

  clear(timer) {
    const index = this.#timers.findIndex((one) => one === timer || one.id === Number(timer));
    if (index >= 0) this.#timers.splice(index, 1);
  }

  /** Puts virtual time in the place of real time, for whatever is loaded from now on. */
  install() {
    globalThis.Date = this.#date();
    installClocks(() => this.#nowMs);
    const make =
      (name, repeats) =>
      (callback, delayMs, ...args) => {
        if (typeof callback !== "function") {
          const error = new TypeError(`The "callback" argument of ${name} must be of type function.`);
          throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
        }
        const timer = new VirtualTimeout(this, ++this.#lastId, callback, Number(delayMs), args, repeats);
        this.set(timer);
        return timer;
      };
    const clear = (timer) => {
      if (timer !== undefined && timer !== null) this.clear(timer);
    };
    const replaced = {
      setTimeout: make("setTimeout", false),
      setInterval: make("setInterval", true),
      clearTimeout: clear,
      clearInterval: clear,
    };
    const promises = this.#promises(replaced);
    replaced.setTimeout[promisify.custom] = promises.setTimeout;
    Object.assign(globalThis, replaced);
    Object.assign(timers, replaced);
    Object.assign(timersPromises, promises);
    timersPromises.scheduler.wait = (delayMs, options) => promises.setTimeout(delayMs, undefined, options);
    syncBuiltinESMExports();
    AbortSignal.timeout = (delayMs) => {
      const controller = new AbortController();
      const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
      replaced.setTimeout(() => controller.abort(reason), delayMs);
      return controller.signal;
    };
  }

  #date() {
    const now = () => this.#nowMs;
    const VirtualDate = new Proxy(RealDate, {
      construct: (target, args, newTarget) =>
        Reflect.construct(
          target,
          args.length === 0 ? [now()] : args,
          newTarget === VirtualDate ? target : newTarget,
        ),
      apply: () => new RealDate(now()).toString(),
      get: (target, property, receiver) =>
        property === "now" ? now : Reflect.get(target, property, receiver),
    });
    RealDate.prototype.constructor = VirtualDate;
    return VirtualDate;
  }

  #promises({ setTimeout, setInterval, clearTimeout, clearInterval }) {
    const aborted = (signal) =>
      new DOMException("The operation was aborted", { cause: signal.reason, name: "AbortError" });
    return {
      setTimeout: (delayMs, value, { signal } = {}) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) return reject(aborted(signal));
          const abort = () => {
            clearTimeout(timer);
            reject(aborted(signal));
          };
          const timer = setTimeout(() => {
            signal?.removeEventListener("abort", abort);
            resolve(value);
          }, delayMs);
          signal?.addEventListener("abort", abort, { once: true });
        }),
      setInterval: async function* (delayMs, value, { signal } = {}) {
        let ticks = 0;
        let wake;
        const timer = setInterval(() => {
          ticks++;
          wake?.();
        }, delayMs);
        const abort = () => wake?.();
        signal?.addEventListener("abort", abort, { once: true });
        try {
          while (true) {
            if (signal?.aborted) throw aborted(signal);
            if (ticks === 0) {
              await new Promise((resolve) => {
                wake = resolve;
              });
              continue;
            }
            for (; ticks > 0; ticks--) yield value;
          }
        } finally {
          clearInterval(timer);
          signal?.removeEventListener("abort", abort);
        }
      },
    };
  }
}
