import type { Worker } from "node:worker_threads";

/** Beyond this share of its time a thread counts as computing. */
const COMPUTING = 0.5;

/** Tells whether a worker computes or waits, by how much of its time its event loop is busy. */
export class LoopGauge {
  private before: ReturnType<Worker["performance"]["eventLoopUtilization"]> | undefined;

  constructor(private readonly worker: Worker) {}

  /** Whether the worker has computed most of the time since it was looked at last, or since its start. */
  computes(): boolean {
    const now = this.worker.performance.eventLoopUtilization();
    const { utilization } = this.worker.performance.eventLoopUtilization(now, this.before);
    this.before = now;
    return utilization > COMPUTING;
  }
}
