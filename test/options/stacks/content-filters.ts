import type { EventPattern } from "../../../modules/eventbus-target";

interface ContentFilter {
  readonly pattern: EventPattern;
  /** Detail of an event that matches. */
  readonly taken: object;
  /** Detail of one that does not, by as little as possible. */
  readonly left: object;
}

/** Each content filter that the module lets through, with what it takes and what it leaves. */
export const CONTENT_FILTERS: Readonly<Record<string, ContentFilter>> = {
  prefix: {
    pattern: { detail: { sku: [{ prefix: "A-" }] } },
    taken: { sku: "A-1" },
    left: { sku: "B-A-1" },
  },
  suffix: {
    pattern: { detail: { file: [{ suffix: ".png" }] } },
    taken: { file: "a.png" },
    left: { file: "a.png.exe" },
  },
  "anything-but": {
    pattern: { detail: { state: [{ "anything-but": ["draft", "void"] }] } },
    taken: { state: "paid" },
    left: { state: "void" },
  },
  numeric: {
    pattern: { detail: { cents: [{ numeric: [">", 100, "<=", 200] }] } },
    taken: { cents: 200 },
    left: { cents: 100 },
  },
  exists: {
    pattern: { detail: { coupon: [{ exists: false }] } },
    taken: { order: 1 },
    left: { order: 1, coupon: "SPRING" },
  },
  cidr: {
    pattern: { detail: { address: [{ cidr: "10.1.0.0/16" }] } },
    taken: { address: "10.1.255.255" },
    left: { address: "10.2.0.0" },
  },
  wildcard: {
    pattern: { detail: { path: [{ wildcard: "/shop/*/price" }] } },
    taken: { path: "/shop/7/price" },
    left: { path: "/shop/7/prices" },
  },
  "equals-ignore-case": {
    pattern: { detail: { country: [{ "equals-ignore-case": "de" }] } },
    taken: { country: "De" },
    left: { country: "DEU" },
  },
  or: {
    pattern: { detail: { $or: [{ cents: [{ numeric: [">=", 500] }] }, { urgent: [true] }] } },
    taken: { cents: 1, urgent: true },
    left: { cents: 499, urgent: false },
  },
};
