// Learning rates as people type them.

import { l10n } from '../workbench/l10n.js';

const LARGEST = 10;

/** Rates of "2e-4", or of "2e-4 1e-4": generators, discriminators. For any other text, an error message. */
export function readRates(
  text: string,
): { readonly generatorRate: number; readonly discriminatorRate: number } | string {
  const words = text.trim().split(/[\s,;]+/);
  const rates = words.map(Number);
  const right = rates.every((rate, i) => words[i] !== '' && rate > 0 && rate <= LARGEST);
  if (!right || rates.length > 2)
    return l10n.t('Expected one number above 0 and at most {0}, such as 2e-4, or two of them.', LARGEST);
  const [generatorRate, discriminatorRate = generatorRate] = rates as [number, number?];
  return { generatorRate, discriminatorRate };
}
