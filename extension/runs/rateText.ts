// Learning rates as people type them.

const LARGEST = 10;

/** "2e-4", or "2e-4 1e-4": generators, discriminators. What is wrong with the text, in words, where it is neither. */
export function readRates(
  text: string,
): { readonly generatorRate: number; readonly discriminatorRate: number } | string {
  const words = text.trim().split(/[\s,;]+/);
  const rates = words.map(Number);
  const right = rates.every((rate, i) => words[i] !== '' && rate > 0 && rate <= LARGEST);
  if (!right || rates.length > 2)
    return `Expected one number above 0 and at most ${LARGEST}, such as 2e-4, or two of them.`;
  const [generatorRate, discriminatorRate = generatorRate] = rates as [number, number?];
  return { generatorRate, discriminatorRate };
}
