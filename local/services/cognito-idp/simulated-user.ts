import { createHash } from "node:crypto";
import type { Chance } from "../../kernel/chance";
import { makeVerifier, type Verifier } from "./srp";
import type { Pool } from "./state";

/**
 * Whom SRP challenges where nobody has the name and the client hides it: with the same id and salt at every request, as
 * somebody who exists, and with a password that nobody can know.
 */
export function simulatedUser(
  pool: Pool,
  name: string,
  chance: Chance,
): { readonly username: string; readonly verifier: Verifier } {
  const hex = createHash("sha256").update(`${pool.id} ${name}`).digest("hex");
  const username = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { username, verifier: makeVerifier(pool.id, username, chance.text(32), hex.slice(32)) };
}
