import assert from 'node:assert/strict';
import { signedRankGreater } from '../../../engine/statistics/signedRank.js';

const MANY = [
  [
    1.588, 1.749, 0.366, -0.465, -0.792, 0.331, -0.722, -1.137, 0.499, 0.433, 0.846, -0.614, 0.305, 0.235,
    -1.206,
  ],
  [0.838, 0.621, 2.689, 0.503, 0.155, 1.533, 0.499, 1.209, -0.066, 0.518, 1.324, 0.996, 0.428, -0.782, 0.745],
  [0.377, 1.02, 0.516, 1.388, 0.248, 0.502, 0.967, -0.787, -0.102, -0.2, 2.281, 0.207, 0.952, 0.919, 0.019],
  [
    -1.251, 1.265, -0.107, 1.018, -1.005, -0.138, 1.557, 1.731, -1.002, -1.033, 0.256, 1.028, 0.461, 0.604,
    -0.689,
  ],
].flat();

const CASES: readonly (readonly [words: string, differences: readonly number[], probability: number])[] = [
  ['few differences', [0.1, 0.2, -0.05, 0.3, 0.4], 0.0625],
  ['zeros', [1, 2, -1, 3, 0, 0, 2.5], 0.09375],
  ['ties', [0.5, 0.5, -0.5, 1, 2, 3], 0.0625],
  ['two differences', [1, 2], 0.25],
  ['nothing but zeros', [0, 0, 0], 1],
  ['the other side', [-1, -2, -3.5], 1],
  ['many differences', MANY, 0.001097712606336673],
];

describe('Wilcoxon’s signed-rank test', () => {
  // scipy.stats.wilcoxon(d, alternative='greater', zero_method='zsplit').pvalue, SciPy 1.17
  for (const [words, differences, expected] of CASES)
    it(`has the probability of SciPy: ${words}`, () =>
      assert.ok(
        Math.abs(signedRankGreater(differences) - expected) < 1e-12,
        String(signedRankGreater(differences)),
      ));
});
