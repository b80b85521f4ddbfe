// Exponential function and logarithms that are almost always rounded to the nearest double, as those of NumPy are.
// JavaScript's may be off by one in the last place. Two candidates of a sampler are often equally good, and then the last
// place decides which is suggested.

const PARTS = 64;
/** log 2 / 64 in three parts; products of the first with whole numbers below 2²² are exact. */
const LOG2_HIGH = 0.01083042468962958;
const LOG2_MIDDLE = 6.619564634077006e-12;
const LOG2_LOW = 1.8144105045878957e-28;
/** 2^(j/64) = POWERS[2j] + POWERS[2j + 1] */
const POWERS = powersOfTwo();

/** Powers of the 64th root of 2, which is six times the square root, as sums of two doubles. */
function powersOfTwo(): Float64Array {
  let root: readonly [number, number] = [2, 0];
  for (let parts = 1; parts < PARTS; parts *= 2) {
    const high = Math.sqrt(root[0]);
    const [square, error] = product(high, high);
    root = twoSum(high, (root[0] - square - error + root[1]) / (2 * high));
  }
  const powers = new Float64Array(2 * PARTS);
  let power: readonly [number, number] = [1, 0];
  for (let j = 0; j < PARTS; j++) {
    powers.set(power, 2 * j);
    const [high, error] = product(power[0], root[0]);
    power = twoSum(high, error + power[0] * root[1] + power[1] * root[0]);
  }
  return powers;
}

/** a · b and its rounding error (Dekker 1971). */
function product(a: number, b: number): readonly [number, number] {
  const [aHigh, bHigh] = [shortened(a), shortened(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const high = a * b;
  return [high, aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

/** The upper half of a double's digits. */
function shortened(a: number): number {
  const shifted = 134_217_729 * a;
  return shifted - (shifted - a);
}

/** a + b and its rounding error. @param b smaller than a */
function twoSum(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  return [sum, a - sum + b];
}

/** What the last call of `expInTwo` has to be added to its result. A pair would be an allocation per number. */
let expLow = 0;

/** exp(x) as the sum of the result and `expLow`, with a relative error of about 10⁻¹⁸. */
function expInTwo(x: number): number {
  const k = Math.round(x / (Math.LN2 / PARTS));
  // Distance to the next power, |r| < 0.0055; the first difference is exact.
  const first = x - k * LOG2_HIGH;
  const second = k * LOG2_MIDDLE;
  const r = first - second;
  const rest = first - r - second - k * LOG2_LOW;
  const curve = r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const index = ((k % PARTS) + PARTS) % PARTS;
  const scale = 2 ** ((k - index) / PARTS);
  const high = POWERS[2 * index]!;
  const low = POWERS[2 * index + 1]! + high * (r + (rest + curve));
  const sum = high + low;
  expLow = (high - sum + low) * scale;
  return sum * scale;
}

/** Exponential function. */
export function exp(x: number): number {
  if (!(x > -700 && x < 700)) return Math.exp(x);
  return expInTwo(x);
}

/** Natural logarithm: JavaScript's, corrected by what its exponential lacks. */
export function log(x: number): number {
  return corrected(Math.log(x), x, 0);
}

/** log(1 + x) */
export function log1p(x: number): number {
  const sum = 1 + x;
  return corrected(Math.log1p(x), sum, x - (sum - 1));
}

/** Newton's step of log(high + low) from a value close to it. Near 0 the value itself is exact enough. */
function corrected(value: number, high: number, low: number): number {
  if (!(Math.abs(value) > 0.01 && Math.abs(value) < 700)) return value;
  const expHigh = expInTwo(value);
  return value + (high - expHigh + (low - expLow)) / expHigh;
}
