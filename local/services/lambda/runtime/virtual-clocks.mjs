import { performance } from "node:perf_hooks";

/**
 * Lets what else tells the time follow virtual time: `performance`, `process.hrtime`, `process.uptime`, and `Intl` where
 * it is given no date. Marks and measures of `performance` stay in real time, and so does `timeStamp` of events.
 * @param nowMs - tells virtual time
 */
export function installClocks(nowMs) {
  const originMs = nowMs();
  const elapsedMs = () => nowMs() - originMs;
  Object.defineProperty(performance, "timeOrigin", { value: originMs, configurable: true });
  performance.now = elapsedMs;

  const nanoseconds = () => BigInt(Math.round(elapsedMs() * 1e6));
  process.hrtime = (before) => {
    const [seconds, rest] = before ?? [0, 0];
    const ns = nanoseconds() - BigInt(seconds) * 1_000_000_000n - BigInt(rest);
    const whole = ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n);
    return [Number(whole), Number(ns - whole * 1_000_000_000n)];
  };
  process.hrtime.bigint = nanoseconds;
  process.uptime = () => elapsedMs() / 1_000;

  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  const format = Object.getOwnPropertyDescriptor(prototype, "format").get;
  prototype.formatToParts = function (date) {
    return formatToParts.call(this, date === undefined ? nowMs() : date);
  };
  Object.defineProperty(prototype, "format", {
    configurable: true,
    get() {
      const write = format.call(this);
      return (date) => write(date === undefined ? nowMs() : date);
    },
  });
}
