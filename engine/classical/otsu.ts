// Otsu's threshold (1979, IEEE Trans. Sys., Man., Cyber. 9: 62–66): the value that parts a histogram into two classes with the
// largest variance between them.

const BINS = 256;

/**
 * @param values without NaN; an empty list, and one of equal values, has no threshold: undefined
 * @returns middle of the bins between which the classes part
 */
export function otsuThreshold(values: readonly number[] | Float32Array): number | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (!(most > least)) return undefined;
  const width = (most - least) / BINS;
  const counts = new Float64Array(BINS);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - least) / width))]!++;
  let sum = 0;
  counts.forEach((count, bin) => (sum += bin * count));
  let [below, sumBelow, best] = [0, 0, -1];
  let [first, last] = [0, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    sumBelow += bin * counts[bin]!;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between > best) [best, first] = [between, bin];
    if (between === best) last = bin; // empty bins between two classes are all as good
  }
  return least + ((first + last) / 2 + 1) * width;
}
