// Values of SciPy and scikit-learn (test/fixtures/style/make.py), and how near to them ours must be.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rows = readonly (readonly number[])[];

interface Judged {
  readonly pca: readonly {
    readonly rows: Rows;
    readonly places: Rows;
    readonly directions: Rows;
    readonly explained: readonly number[];
  }[];
  readonly frechet: readonly { readonly a: Rows; readonly b: Rows; readonly distance: number }[];
  readonly inception: readonly {
    readonly logits: Rows;
    readonly splits: number;
    readonly mean: number;
    readonly standardDeviation: number;
  }[];
}

export const judged = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../test/fixtures/style/expected.json'), 'utf8'),
) as Judged;

export function near(found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(
      Math.abs(found[i]! - value) <= tolerance * Math.max(1, Math.abs(value)),
      `${i}: ${found[i]!} for ${value}`,
    );
}
