// Exponential function and logarithms, rounded as NumPy rounds them on processors with AVX-512 (tables and polynomials
// of Intel's vector library, which are off by half a unit in the last place and a little). Two candidates of a sampler
// are often equally good, and then the last place decides which is suggested.

/** Bits of the fixed-point numbers from which the tables are made. */
const BITS = 128n;
const ONE = 1n << BITS;

/** log(n / d) in fixed point, as 2·artanh((n − d) / (n + d)). */
function fixedLog(n: bigint, d: bigint): bigint {
  const z = ((n - d) * ONE) / (n + d);
  const z2 = (z * z) / ONE;
  let sum = 0n;
  for (let power = z, k = 1n; power !== 0n; power = (power * z2) / ONE, k += 2n) sum += power / k;
  return 2n * sum;
}

/** e to a fixed-point number from 0 to 1, by its series. */
function fixedExp(x: bigint): bigint {
  let sum = 0n;
  for (let term = ONE, k = 1n; term !== 0n; term = (term * x) / ONE / k, k++) sum += term;
  return sum;
}

/** The nearest double: its first 53 bits are a whole number that Number() rounds. */
const toDouble = (fixed: bigint) => Number(fixed) / 2 ** Number(BITS);

/** A fixed-point number as a multiple of 2^-bits, and the rest. */
function inTwo(fixed: bigint, bits: bigint): readonly [number, number] {
  const unit = 1n << (BITS - bits);
  const first = ((fixed < 0n ? fixed - unit / 2n : fixed + unit / 2n) / unit) * unit;
  return [toDouble(first), toDouble(fixed - first)];
}

const FIXED_LN2 = fixedLog(2n, 1n);
const LN2_REST = toDouble(FIXED_LN2 - BigInt(Math.LN2 * 2 ** 60) * (ONE >> 60n));
/** 2^(j/16), and what the double lacks, relative to it. */
const SIXTEENTHS = new Float64Array(32);
for (let j = 0; j < 16; j++) {
  const power = fixedExp((FIXED_LN2 * BigInt(j)) / 16n);
  const nearest = toDouble(power);
  SIXTEENTHS[2 * j] = nearest;
  SIXTEENTHS[2 * j + 1] = toDouble(power - BigInt(nearest * 2 ** 53) * (ONE >> 53n)) / nearest;
}
/** (exp(r) − 1) / r ≈ C1 + C2·r + … for r from 0 to log 2 / 16. */
const [C1, C2, C3, C4, C5, C6] = [
  0.999999999999984, 0.5000000000059126, 0.1666666658485894, 0.0416667205488057, 0.008331512908898442,
  0.0014193283516881214,
] as const;
const LARGEST_POWER = 1022;
const WHOLE_POWERS = Float64Array.from({ length: 2 * LARGEST_POWER + 1 }, (_, i) => 2 ** (i - LARGEST_POWER));

/** Exponential function. */
export function exp(x: number): number {
  if (!(x > -700 && x < 700)) return Math.exp(x);
  const k = Math.floor(16 * Math.LOG2E * x);
  const n = k / 16;
  const r = fused(-n, Math.LN2, x) - n * LN2_REST;
  const r2 = r * r;
  const curve = ((C6 * r + C5) * r2 + (C4 * r + C3)) * r2 + fused(r, C2, C1);
  const j = k & 15;
  const whole = SIXTEENTHS[2 * j]!;
  const part = fused(curve, r, SIXTEENTHS[2 * j + 1]!);
  return fused(whole, part, whole) * WHOLE_POWERS[(k - j) / 16 + LARGEST_POWER]!;
}

/** a · b + c, rounded once. */
function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const added = sum - product;
  const sumError = product - (sum - added) + (c - added);
  const [aHigh, bHigh] = [shortened(a), shortened(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const productError = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  return sum + (sumError + productError);
}

/** The upper half of a double's digits (Dekker 1971). */
function shortened(a: number): number {
  const shifted = 134_217_729 * a;
  return shifted - (shifted - a);
}

/** −log of 32nds from 16/32 to 32/32, in two parts; below 24/32 without log 2, which the exponent then counts. */
const LOGS = new Float64Array(34);
for (let i = 0; i <= 16; i++) {
  const value = fixedLog(32n, 16n + BigInt(i)) - (i < 8 ? FIXED_LN2 : 0n);
  LOGS.set(inTwo(value, 40n), 2 * i);
}
const [LN2_HIGH, LN2_LOW] = inTwo(FIXED_LN2, 38n);
/** log(1 + r) ≈ r + D2·r² + … for |r| < 1/32. */
const [D2, D3, D4, D5, D6, D7, D8, D9] = [
  -0.4999999999999968, 0.33333333333332005, -0.2500000000437373, 0.20000000009280938, -0.16666650546695666,
  0.14285690939597326, -0.125220000081181, 0.11135561406034511,
] as const;

/** Natural logarithm. */
export function log(x: number): number {
  return x >= 2 ** -1022 && x < Infinity ? logOfSum(x, 0) : Math.log(x);
}

/** log(1 + x) */
export function log1p(x: number): number {
  const sum = 1 + x;
  if (!(sum >= 2 ** -1022 && sum < Infinity) || x === 0) return Math.log1p(x);
  return logOfSum(sum, Math.min(x, 1) - (sum - Math.max(x, 1)));
}

const double = new Float64Array(1);
/** Its halves; the upper one is the second on every machine that runs VS Code. */
const halves = new Uint32Array(double.buffer);

/** log(x + low), where low is below the last place of x. */
function logOfSum(x: number, low: number): number {
  double[0] = x;
  const top = halves[1]!;
  halves[1] = (top & 0xfffff) | 0x3ff00000;
  const mantissa = double[0];
  // A 32nd close to 1 / mantissa: their product is 1 + r.
  const i = Math.round(32 / mantissa) - 16;
  const reciprocal = (16 + i) / 32;
  const exponent = (top >>> 20) - 1023;
  const first = fused(reciprocal, mantissa, -1);
  const second = low === 0 ? 0 : reciprocal * (low * 2 ** -exponent);
  const r = first + second;
  const rest = second - (r - first);
  const twos = i < 8 ? exponent + 1 : exponent;
  const whole = twos * LN2_HIGH + LOGS[2 * i]!;
  const sum = whole + r;
  const r2 = r * r;
  const curve = r2 * r2 * (r2 * (D9 * r + D8) + (D7 * r + D6)) + (r2 * (D5 * r + D4) + (D3 * r + D2));
  return sum + (r2 * curve + (r - (sum - whole)) + (twos * LN2_LOW + (LOGS[2 * i + 1]! + rest)));
}
