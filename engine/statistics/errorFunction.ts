// Error function in double precision, which JavaScript lacks. Rational approximations on five intervals; the
// coefficients are those of Sun's fdlibm (s_erf.c, 1993), the error stays below one unit in the last place.

const NEAR_ZERO_SCALE = 1.28379167095512586316e-1;
const NEAR_ZERO = [
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2,
  -5.77027029648944159157e-3, -2.37630166566501626084e-5,
];
const NEAR_ZERO_BELOW = [
  1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3,
  1.32494738004321644526e-4, -3.9602282787753681232e-6,
];
/** erf(1), rounded to single precision: the approximation near 1 adds to it. */
const AT_ONE = 8.45062911510467529297e-1;
const NEAR_ONE = [
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1,
  3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.166375594868790843e-3,
];
const NEAR_ONE_BELOW = [
  1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2,
  1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.1984499846799107e-2,
];
/** Tail for |x| from 1.25 to 1/0.35, in 1/x². */
const MIDDLE = [
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1,
  -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1,
  -9.81432934416914548592,
];
const MIDDLE_BELOW = [
  1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
  4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
];
/** Tail for |x| above 1/0.35, in 1/x². */
const FAR = [
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1,
  -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2,
];
const FAR_BELOW = [
  1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
  2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
];

/** erf(x) = 2/√π ∫₀ˣ exp(−t²) dt */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 0.84375) return size < 2 ** -28 ? x + NEAR_ZERO_SCALE * x : x + x * nearZero(x);
  const value = size < 1.25 ? AT_ONE + nearOne(size) : size >= 6 ? 1 : 1 - tail(size);
  return x < 0 ? -value : value;
}

/** erfc(x) = 1 − erf(x), without losing the small values of a large x. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 0.84375) return x < 0.25 ? 1 - (x + x * nearZero(x)) : 0.5 - (x - 0.5 + x * nearZero(x));
  if (size < 1.25) return x < 0 ? 1 + (AT_ONE + nearOne(size)) : 1 - AT_ONE - nearOne(size);
  if (size >= 28) return x < 0 ? 2 : 0;
  if (x < -6) return 2;
  return x < 0 ? 2 - tail(size) : tail(size);
}

function nearZero(x: number): number {
  return polynomial(NEAR_ZERO, x * x) / polynomial(NEAR_ZERO_BELOW, x * x);
}

function nearOne(size: number): number {
  return polynomial(NEAR_ONE, size - 1) / polynomial(NEAR_ONE_BELOW, size - 1);
}

/** erfc of 1.25 and more. exp(−x²) is split at a short x, whose square is exact. */
function tail(size: number): number {
  const s = 1 / (size * size);
  const ratio =
    size < 1 / 0.35
      ? polynomial(MIDDLE, s) / polynomial(MIDDLE_BELOW, s)
      : polynomial(FAR, s) / polynomial(FAR_BELOW, s);
  const short = withoutLowWord(size);
  return (Math.exp(-short * short - 0.5625) * Math.exp((short - size) * (short + size) + ratio)) / size;
}

const bits = new DataView(new ArrayBuffer(8));

function withoutLowWord(x: number): number {
  bits.setFloat64(0, x);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** c₀ + c₁x + c₂x² + … */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!;
  return value;
}
