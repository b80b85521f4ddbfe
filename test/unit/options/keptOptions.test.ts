// Options that a plan holds as they are: shape, values and defaults of a part all come from the table.

import assert from 'node:assert/strict';
import { keptDefaults, keptShapes, keptValues } from '../../../engine/options/keptOptions.js';
import type { OptionTable } from '../../../engine/options/optionKinds.js';
import { optionValues } from '../../../engine/options/optionValues.js';
import { stored } from '../../../engine/protocol/shape.js';

const TABLE = {
  poolSize: {
    kind: 'whole',
    least: 0,
    most: 9,
    default: 5,
    group: 'objective',
    keptIn: 'step',
    description: '',
  },
  ema: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1,
    default: 0.5,
    group: 'optimisation',
    keptIn: 'step',
    keptAs: 'averageDecay',
    description: '',
  },
  flip: { kind: 'flag', default: true, group: 'data', keptIn: 'loop', description: '' },
  data: { kind: 'path', group: 'run', description: '' },
} as const satisfies OptionTable;

describe('options that a plan holds as they are', () => {
  const values = optionValues(TABLE, { ema: 0.9 }, 'test', '/');
  const step = stored(keptShapes(TABLE, 'step'));

  it('are the fields of their part, under the names that they say', () => {
    const kept: { readonly poolSize: number; readonly averageDecay: number } = keptValues(
      TABLE,
      'step',
      values,
    );
    assert.deepEqual(kept, { poolSize: 5, averageDecay: 0.9 });
    assert.deepEqual(keptValues(TABLE, 'loop', values), { flip: true });
    assert.deepEqual(keptValues(TABLE, 'other', values), {});
  });

  it('have the defaults of the table', () =>
    assert.deepEqual(keptDefaults(TABLE, 'step'), { poolSize: 5, averageDecay: 0.5 }));

  it('are checked with the bounds of the table', () => {
    const read: { readonly poolSize: number; readonly averageDecay: number } = step(
      { poolSize: 9, averageDecay: 1 },
      'plan',
    );
    assert.deepEqual(read, { poolSize: 9, averageDecay: 1 });
    assert.throws(() => step({ poolSize: 10, averageDecay: 1 }, 'plan'), /plan\.poolSize: .* 0 to 9/);
    assert.throws(
      () => step({ poolSize: 9, averageDecay: 0 }, 'plan'),
      /plan\.averageDecay: a number above 0/,
    );
  });
});
