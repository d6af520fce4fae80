import { createHash } from "node:crypto";
import type { Pool, User } from "./state";

/** Where a code goes, as the API tells it. */
export interface CodeDelivery {
  readonly Destination: string;
  readonly DeliveryMedium: "EMAIL" | "SMS";
  readonly AttributeName: "email" | "phone_number";
}

/** Where AWS would send a user's code; undefined where the user has no address. */
export function deliveryTo(user: User): CodeDelivery | undefined {
  const email = user.attributes.get("email");
  if (email !== undefined) return byEmail(email);
  const phoneNumber = user.attributes.get("phone_number");
  return phoneNumber === undefined ? undefined : bySms(phoneNumber);
}

/** Where AWS would send the code that lets a user back in; undefined where no address is verified. */
export function recoveryDeliveryTo(user: User): CodeDelivery | undefined {
  const verified = (name: string) =>
    user.attributes.get(`${name}_verified`) === "true" ? user.attributes.get(name) : undefined;
  const email = verified("email");
  if (email !== undefined) return byEmail(email);
  const phoneNumber = verified("phone_number");
  return phoneNumber === undefined ? undefined : bySms(phoneNumber);
}

/**
 * Where a code seems to go for a name that nobody has, the same at every request: to the name where it is an address,
 * else by what the pool verifies.
 */
export function simulatedDelivery(pool: Pool, name: string): CodeDelivery {
  if (name.includes("@")) return byEmail(name);
  if (name.startsWith("+")) return bySms(name);
  const digest = createHash("sha256").update(pool.id).update(name).digest();
  const letter = (i: number) => String.fromCharCode(97 + ((digest[i] ?? 0) % 26));
  if (pool.autoVerified.includes("email") || pool.autoVerified.length === 0) {
    return byEmail(`${letter(0)}@${letter(1)}`);
  }
  return bySms(`+${String(digest.readUInt32BE()).padStart(11, "0")}`);
}

function byEmail(address: string): CodeDelivery {
  const [local = "", domain = ""] = address.split("@");
  const Destination = `${local[0] ?? ""}***@${domain[0] ?? ""}***`;
  return { Destination, DeliveryMedium: "EMAIL", AttributeName: "email" };
}

function bySms(number: string): CodeDelivery {
  const Destination = `+${"*".repeat(Math.max(0, number.length - 5))}${number.slice(-4)}`;
  return { Destination, DeliveryMedium: "SMS", AttributeName: "phone_number" };
}
