// The networks of a model in training: frozen ones stay as they are.

import assert from 'node:assert/strict';
import { onCpu } from '../onCpu.js';
import { tinyWeights } from '../tinyModel.js';
import { largestDifference, steps } from '../tinySteps.js';

describe('frozen networks', () => {
  before(onCpu);

  it('stay as they are, running statistics too, and let the others learn', async () => {
    const { plan, weights } = await steps({ norm: 'batch', freeze: ['segmentation', 'discriminators'] }, [
      [1],
    ]);
    const start = tinyWeights(plan.model);
    const moved = [...weights].filter(
      ([id, network]) => largestDifference(new Map([[id, network]]), start) > 0,
    );
    assert.deepEqual(
      moved.map(([id]) => id),
      ['dapi'],
    );
  });
});
