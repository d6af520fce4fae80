import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import { bool, text } from "../../../terraform/arguments";

/** A map of texts. */
export const textMap = z.record(z.string(), text);

/** A map of booleans. */
export const boolMap = z.record(z.string(), bool);

/** The arguments of every type that can be tagged. */
export const tagArguments = { tags: textMap.optional(), tags_all: textMap.optional() };

/** Why tags have no effect. */
export const inertTags = { tags: "for billing and search", tags_all: "for billing and search" };

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** An id that follows from the resource's address, so that an API keeps its URL from start to start. */
export function stableId(kernel: Kernel, address: string, length = 10): string {
  return kernel.chance.fork(address).text(length, ALPHABET);
}
