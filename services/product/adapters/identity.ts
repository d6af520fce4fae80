import { createHash, randomUUID } from "node:crypto";
import type { Identity } from "../domain/ports";

/** The clock of the execution environment and random ids. */
export const systemIdentity: Identity = {
  nowMs: () => Date.now(),
  newId: () => randomUUID(),
  // 128 bits of the hash: as hard to meet by accident as a random id. JSON keeps user and key apart.
  idForKey: (userName, key) =>
    createHash("sha256")
      .update(JSON.stringify([userName, key]))
      .digest("hex")
      .slice(0, 32),
};
