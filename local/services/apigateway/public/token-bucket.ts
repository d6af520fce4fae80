/** How many requests are let through. */
export interface RateLimit {
  /** Requests per second that flow in again. */
  readonly rate: number;
  /** The most requests at one moment. */
  readonly burst: number;
}

/** Counts requests against a rate limit; refilled by looking at the clock, without timers. */
export class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    readonly limit: RateLimit,
    nowMs: number,
  ) {
    this.tokens = limit.burst;
    this.filledAtMs = nowMs;
  }

  /** Takes a token, if there is one. */
  take(nowMs: number): boolean {
    const { rate, burst } = this.limit;
    this.tokens = Math.min(burst, this.tokens + ((nowMs - this.filledAtMs) * rate) / 1000);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
