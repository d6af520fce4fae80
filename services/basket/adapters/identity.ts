import { randomUUID } from "node:crypto";
import type { Identity } from "../domain/ports";

/** The clock of the execution environment and random ids. */
export const systemIdentity: Identity = { nowMs: () => Date.now(), newId: () => randomUUID() };
