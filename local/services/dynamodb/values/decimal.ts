import { ItemValidationError } from "../errors";

/** DynamoDB keeps this many significant digits. */
const MOST_DIGITS = 38;
/** Of the first significant digit. */
const HIGHEST_EXPONENT = 125;
const LOWEST_EXPONENT = -130;

/** Whole numbers of up to 15 digits stand for themselves: normalized already, and exact as a JavaScript number. */
const SMALL_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const TRAILING_ZEROS = /0+$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const SMALLEST_LONG = -(2n ** 63n);
const LARGEST_LONG = 2n ** 63n - 1n;

/** A number as sign, significant digits without zeros at either end, and the power of ten of the first digit. */
interface Decimal {
  readonly negative: boolean;
  /** Empty for zero. */
  readonly digits: string;
  readonly exponent: number;
}

/**
 * The number in the form in which DynamoDB gives it back: plain decimal digits, no zeros without meaning.
 * @throws ItemValidationError when it is no number or beyond DynamoDB's range or precision
 */
export function normalizeNumber(text: string): string {
  return SMALL_INTEGER.test(text) ? text : format(inRange(parse(text)));
}

/** The sum of two normalized numbers. @throws ItemValidationError beyond range or precision */
export function addNumbers(left: string, right: string): string {
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return String(Number(left) + Number(right));
  const a = parse(left);
  const b = parse(right);
  const lowest = Math.min(lastExponent(a), lastExponent(b));
  const sum = scaled(a, lowest) + scaled(b, lowest);
  if (sum === 0n) return "0";
  const result = decimal(sum < 0n, (sum < 0n ? -sum : sum).toString(), lowest);
  // What AWS says about a sum that needs more than 38 digits, although it is not about magnitude.
  if (result.digits.length > MOST_DIGITS) throw overflow();
  return format(inRange(result));
}

/** The difference of two normalized numbers. @throws ItemValidationError beyond range or precision */
export function subtractNumbers(left: string, right: string): string {
  return addNumbers(left, right === "0" ? "0" : right.startsWith("-") ? right.slice(1) : `-${right}`);
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`; both normalized. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return Number(left) - Number(right);
  return numberOrder(left) < numberOrder(right) ? -1 : 1;
}

/** A text whose order among other such texts is the order of the normalized numbers. */
export function numberOrder(text: string): string {
  const { negative, digits, exponent } = parse(text);
  if (digits === "") return "1";
  if (!negative) return `2${biased(exponent)}${digits}`;
  // Larger magnitudes come first: every digit is turned round, and "~" puts shorter fractions behind longer.
  const turned = `${biased(exponent)}${digits}`.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${turned}~`;
}

/** Bytes that a normalized number counts for in the size of an item. */
export function numberBytes(text: string): number {
  if (SMALL_INTEGER.test(text)) {
    const sign = text.startsWith("-") ? 1 : 0;
    return 1 + Math.ceil((text.replace(TRAILING_ZEROS, "").length - sign) / 2) + sign;
  }
  const { negative, digits, exponent } = parse(text);
  const whole = Math.max(0, Math.min(digits.length, exponent + 1));
  return 1 + Math.ceil(whole / 2) + Math.ceil((digits.length - whole) / 2) + (negative ? 1 : 0);
}

function parse(text: string): Decimal {
  const match = NUMBER.exec(text);
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  if (match === null || whole + fraction === "") throw notANumber(text);
  const written = match[4] === undefined ? 0n : BigInt(match[4]);
  if (written < SMALLEST_LONG || written > LARGEST_LONG) throw notANumber(text);
  return decimal(match[1] === "-", whole + fraction, Number(written) - fraction.length);
}

/** @param lowest - the power of ten of the last digit */
function decimal(negative: boolean, written: string, lowest: number): Decimal {
  const unpadded = written.replace(/^0+/, "");
  if (unpadded === "") return { negative: false, digits: "", exponent: lowest };
  return { negative, digits: unpadded.replace(TRAILING_ZEROS, ""), exponent: lowest + unpadded.length - 1 };
}

function inRange(number: Decimal): Decimal {
  if (number.exponent > HIGHEST_EXPONENT) throw overflow();
  if (number.exponent < LOWEST_EXPONENT) {
    throw new ItemValidationError(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  }
  if (number.digits.length > MOST_DIGITS) {
    throw new ItemValidationError("Attempting to store more than 38 significant digits in a Number");
  }
  return number;
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = negative ? "-" : "";
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, "0");
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function lastExponent({ digits, exponent }: Decimal): number {
  return digits === "" ? 0 : exponent - digits.length + 1;
}

function scaled(number: Decimal, lowest: number): bigint {
  if (number.digits === "") return 0n;
  const magnitude = BigInt(number.digits) * 10n ** BigInt(lastExponent(number) - lowest);
  return number.negative ? -magnitude : magnitude;
}

function biased(exponent: number): string {
  return String(exponent + 500);
}

function overflow(): ItemValidationError {
  return new ItemValidationError(
    "Number overflow. Attempting to store a number with magnitude larger than supported range",
  );
}

function notANumber(text: string): ItemValidationError {
  const shown = text === "" ? "" : `: ${text}`;
  return new ItemValidationError(`The parameter cannot be converted to a numeric value${shown}`);
}
