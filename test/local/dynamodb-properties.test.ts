import fc from "fast-check";
import { SortedList } from "../../local/services/dynamodb/storage/sorted-list";
import {
  addNumbers,
  compareNumbers,
  normalizeNumber,
  numberOrder,
  subtractNumbers,
} from "../../local/services/dynamodb/values/decimal";
import { beginsWith, keyOrder } from "../../local/services/dynamodb/values/order";

/** Every number in the tests is a whole number of these. */
const SCALE = 40;

/** A number as DynamoDB reads it, with its value in units of 10^-40. */
const anyNumber = fc
  .record({
    digits: fc.oneof(
      fc.bigInt({ min: 0n, max: 99n }),
      fc.bigInt({ min: 0n, max: 10n ** 19n }),
      fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }),
    ),
    exponent: fc.integer({ min: -SCALE, max: 40 }),
    negative: fc.boolean(),
    written: fc.constantFrom("exponent", "plain", "padded"),
  })
  .map(({ digits, exponent, negative, written }) => {
    const value = digits * 10n ** BigInt(exponent + SCALE) * (negative ? -1n : 1n);
    const sign = negative ? "-" : "";
    const text =
      written === "exponent" ? `${sign}${digits}e${exponent}` : `${sign}${plain(digits, exponent)}`;
    return { value, text: written === "padded" ? text.replace(/^(-?)/, "$100") : text };
  });

function plain(digits: bigint, exponent: number): string {
  if (exponent >= 0) return `${digits}${"0".repeat(exponent)}`;
  const padded = String(digits).padStart(1 - exponent, "0");
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function unitsOf(normalized: string): bigint {
  const [whole = "", fraction = ""] = normalized.replace("-", "").split(".");
  const magnitude = BigInt(whole + fraction.padEnd(SCALE, "0"));
  return normalized.startsWith("-") ? -magnitude : magnitude;
}

const sign = (n: number | bigint) => (n < 0 ? -1 : n > 0 ? 1 : 0);
const significant = (n: bigint) => String(n).replace(/^-/, "").replace(/0+$/, "").length;

describe("numbers", () => {
  it("keep their value, in one form for each", () => {
    fc.assert(
      fc.property(anyNumber, ({ value, text }) => {
        const normalized = normalizeNumber(text);
        expect(unitsOf(normalized)).toBe(value);
        expect(normalizeNumber(normalized)).toBe(normalized);
        expect(normalized).toMatch(/^(?:0|-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?)$/);
        expect(normalized).not.toBe("-0");
      }),
    );
  });

  it("are ordered by their value", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        const [left, right] = [normalizeNumber(a.text), normalizeNumber(b.text)];
        const expected = sign(a.value - b.value);
        expect(sign(compareNumbers(left, right))).toBe(expected);
        const [leftOrder, rightOrder] = [numberOrder(left), numberOrder(right)];
        expect(leftOrder < rightOrder ? -1 : leftOrder > rightOrder ? 1 : 0).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("add and subtract exactly, or not at all", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, fc.boolean(), (a, b, adds) => {
        const operation = adds ? addNumbers : subtractNumbers;
        const expected = adds ? a.value + b.value : a.value - b.value;
        const work = () => operation(normalizeNumber(a.text), normalizeNumber(b.text));
        if (significant(expected) > 38) expect(work).toThrow(/^Number overflow/);
        else expect(unitsOf(work())).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("keys", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("a", "b", "\u{ff5e}", "\u{1f600}", "\u{e000}", "é") }),
  );
  const anyBytes = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes));
  const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

  it("of texts are ordered by their UTF-8 bytes", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(compare(keyOrder({ S: a }), keyOrder({ S: b }))).toBe(
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        );
        expect(keyOrder({ S: a + b }).startsWith(keyOrder({ S: a }))).toBe(true);
      }),
    );
  });

  it("of binary are ordered by their bytes without sign", () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        const [left, right] = [{ B: a.toString("base64") }, { B: b.toString("base64") }];
        expect(compare(keyOrder(left), keyOrder(right))).toBe(Buffer.compare(a, b));
        expect(beginsWith(left, right)).toBe(a.subarray(0, b.length).equals(b));
      }),
    );
  });
});

describe("sorted lists", () => {
  it("hold what a plain array holds, in order", () => {
    const anyStep = fc.tuple(fc.constantFrom("insert", "insert", "insert", "delete"), fc.nat(3_000));
    const anyRange = fc.tuple(fc.nat(3_000), fc.nat(3_000));
    fc.assert(
      fc.property(
        fc.array(anyStep, { maxLength: 3_000, size: "max" }),
        fc.array(anyRange, { minLength: 1, maxLength: 10 }),
        (steps, ranges) => {
          const list = new SortedList<number>((a, b) => a - b);
          const model = new Set<number>();
          for (const [step, member] of steps) {
            if (step === "insert") {
              list.insert(member);
              model.add(member);
            } else {
              list.delete(member);
              model.delete(member);
            }
          }
          const sorted = [...model].sort((a, b) => a - b);
          expect(list.first()).toBe(sorted[0]);
          for (const [low, high] of ranges) {
            const rank = (n: number) => (n < low ? -1 : n > high ? 1 : 0);
            const expected = low > high ? [] : sorted.filter((n) => n >= low && n <= high);
            if (low > high) continue;
            expect([...list.ascending(rank)]).toEqual(expected);
            expect([...list.descending(rank)]).toEqual(expected.reverse());
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
