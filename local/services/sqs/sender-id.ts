import { createHash } from "node:crypto";
import type { Principal } from "../../kernel/principal";

/** Who sent a message, in the form of the system attribute SenderId; the same sender has always the same id. */
export function senderId(principal: Principal, accountId: string): string {
  switch (principal.type) {
    case "role":
      return `${uniqueId("AROA", principal.arn)}:${principal.session}`;
    case "service":
      return uniqueId("AIDA", principal.name);
    case "operator":
      return uniqueId("AIDA", accountId);
    case "anonymous":
      return "anonymous";
  }
}

function uniqueId(prefix: string, name: string): string {
  return prefix + createHash("md5").update(name).digest("hex").slice(0, 17).toUpperCase();
}
