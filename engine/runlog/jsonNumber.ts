// Numbers of JSON read from bytes, to the last bit what JSON.parse makes of them, without a text in between: a long run
// has millions. Up to 18 digits are kept as two exact halves and divided by a power of ten in twice the precision
// (Dekker 1971); where the rounding of that is not certain (Ziv's test), and for rare forms, `Number` decides.

/** Where a reading is; moved on by it. */
export interface BytePlace {
  at: number;
}

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const LARGE_E = 0x45;
const SMALL_E = 0x65;

/** Powers of ten that a double holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** 2^27 + 1: a double times it falls into two halves of 26 bits. */
const HALVES = 134_217_729;
const HALF_DIGITS = 9;
/** 2^-50, four times what the small half of a quotient can be off. */
const DOUBT = 2 ** -50;

/** Of characters: no double needs as many, and a number may be as long as its file. */
const LONGEST = 1000;

/**
 * The number at `place`, which is then after it; NaN, with the place anywhere, where there is none by JSON's grammar, or
 * one of more than 1000 characters. What is too large for a double is Infinity, as for JSON.parse. Bytes after it may be missing.
 */
export function readJsonNumber(bytes: Uint8Array, place: BytePlace): number {
  const from = place.at;
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  const first = at;
  let high = 0;
  let low = 0;
  /** Digits from the first that is not 0. */
  let digits = 0;
  let fraction = 0;
  // What comes after the last byte is no digit either: comparisons with NaN are false.
  let digit = bytes[at]! - ZERO;
  while (digit >= 0 && digit <= 9) {
    if (digits !== 0 || digit !== 0) {
      if (digits++ < HALF_DIGITS) high = 10 * high + digit;
      else low = 10 * low + digit;
    }
    digit = bytes[++at]! - ZERO;
  }
  if (at === first || (bytes[first] === ZERO && at > first + 1)) return NaN;
  if (bytes[at] === POINT) {
    const after = ++at;
    digit = bytes[at]! - ZERO;
    if (digits === 0) while (digit === 0) digit = bytes[++at]! - ZERO;
    while (digit >= 0 && digit <= 9 && digits < HALF_DIGITS) {
      high = 10 * high + digit;
      digits++;
      digit = bytes[++at]! - ZERO;
    }
    while (digit >= 0 && digit <= 9) {
      low = 10 * low + digit;
      digits++;
      digit = bytes[++at]! - ZERO;
    }
    fraction = at - after;
    if (fraction === 0) return NaN;
  }
  let exponent = 0;
  if (bytes[at] === SMALL_E || bytes[at] === LARGE_E) {
    at++;
    const down = bytes[at] === MINUS;
    if (down || bytes[at] === PLUS) at++;
    const after = at;
    digit = bytes[at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      exponent = Math.min(1e6, 10 * exponent + digit);
      digit = bytes[++at]! - ZERO;
    }
    if (at === after) return NaN;
    if (down) exponent = -exponent;
  }
  if (at - from > LONGEST) return NaN;
  place.at = at;
  const value = positive(high, low, digits, fraction - exponent);
  if (Number.isNaN(value)) return Number(String.fromCharCode(...bytes.subarray(from, at)));
  return negative ? -value : value;
}

/** (high · 10^(digits of low) + low) / 10^scale, rounded once; NaN where that is not certain. */
function positive(high: number, low: number, digits: number, scale: number): number {
  if (digits > 2 * HALF_DIGITS || scale < -22 || scale > 22) return NaN;
  // Exact: 9 digits have 30 bits, and 10^9 is 2^9 times 21 bits.
  const upper = digits > HALF_DIGITS ? high * TENS[digits - HALF_DIGITS]! : high;
  const sum = upper + low;
  if (digits <= 15) return scale >= 0 ? sum / TENS[scale]! : sum * TENS[-scale]!;
  if (scale === 0) return sum;
  if (scale < 0) return NaN;
  const rest = low - (sum - upper);
  const ten = TENS[scale]!;
  const quotient = sum / ten;
  // quotient · ten = product + productRest, exactly.
  const product = quotient * ten;
  const q = halfOf(quotient);
  const t = halfOf(ten);
  const productRest = q * t - product + q * (ten - t) + (quotient - q) * t + (quotient - q) * (ten - t);
  const more = (sum - product - productRest + rest) / ten;
  const doubt = Math.abs(more) * DOUBT;
  const value = quotient + (more - doubt);
  return value === quotient + (more + doubt) ? value : NaN;
}

/** The upper half of its bits. */
function halfOf(value: number): number {
  const times = HALVES * value;
  return times - (times - value);
}
