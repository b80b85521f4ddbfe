// Lists of options that go with lists of networks: shares of one, and one name for all or one each.

import type { GeneratorArchitecture } from '../../networks/architecture.js';
import { EngineError } from '../../protocol/errors.js';

/** Tolerance of a sum of shares: decimals lose as much as floating point numbers, a wrong digit is more. */
const SUM_TOLERANCE = 1e-9;

/** @throws EngineError `usage` for weights that are not as many or not shares of 1 */
export function shares(
  flag: string,
  weights: readonly number[] | undefined,
  count: number,
): readonly number[] | undefined {
  if (weights === undefined) return undefined;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== count || Math.abs(sum - 1) > SUM_TOLERANCE)
    throw new EngineError(
      'usage',
      `${flag} ${weights.join(',')}: expected ${count} numbers that add up to 1; these are ${weights.length} and make ${sum}.`,
    );
  return weights;
}

/** @throws EngineError `usage` when there is neither one name nor one for each */
export function oneEach(
  flag: string,
  names: readonly string[],
  count: number,
): readonly GeneratorArchitecture['name'][] {
  // The table of options knows only these names.
  const known = names as readonly GeneratorArchitecture['name'][];
  if (known.length === 1) return Array<GeneratorArchitecture['name']>(count).fill(known[0]!);
  if (known.length === count) return known;
  throw new EngineError(
    'usage',
    `${flag} ${names.join(',')}: expected one network for all, or ${count} of them.`,
  );
}
