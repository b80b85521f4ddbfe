// Normal distribution cut to an interval: log mass and inverse distribution function. Everything is computed
// in the left tail, where doubles keep their digits; the right tail is its mirror image.

import { logAdd, logSubtract } from './logSums.js';
import { log, log1p } from '../statistics/numpyFunctions.js';
import { erf } from '../statistics/errorFunction.js';
import { inverseLogNormalCdf, logNormalCdf } from '../statistics/normal.js';

/** log(Φ(b) − Φ(a)). @param a at most b */
export function logGaussMass(a: number, b: number): number {
  if (b <= 0) return logSubtract(logNormalCdf(b), logNormalCdf(a));
  if (a > 0) return logSubtract(logNormalCdf(-a), logNormalCdf(-b));
  return log1p(-centralCdf(a) - centralCdf(-b));
}

/** x in [a, b] up to which the standard normal distribution, cut to [a, b], has the share q of its mass. */
export function truncatedQuantile(q: number, a: number, b: number): number {
  if (q === 0) return a;
  if (q === 1) return b;
  const mass = logGaussMass(a, b);
  if (a < 0) return inverseLogNormalCdf(logAdd(logNormalCdf(a), log(q) + mass));
  return -inverseLogNormalCdf(logAdd(logNormalCdf(-b), log1p(-q) + mass));
}

/** Φ(a), for the middle of the distribution. */
function centralCdf(a: number): number {
  return 0.5 + 0.5 * erf(a / Math.SQRT2);
}
