// Cost of training steps.

import assert from 'node:assert/strict';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { stepCost } from '../../../../engine/training/plan/stepCost.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const costOf = (options: object, px: number) =>
  stepCost(deepLiifPlan(trainOptions({ ...options }, 'test', '/')), { width: px, height: px });

describe('the cost of a step', () => {
  it('of full-size DeepLIIF counts its 443 million parameters, and Adam’s two moments in checkpoints', () => {
    // docs/training.md, "A run on disk".
    const { parameters, checkpointBytes } = costOf({}, 512);
    assert.equal(Math.round(parameters / 1e6), 443);
    assert.equal((checkpointBytes / 2 ** 30).toFixed(1), '5.0');
  });

  it('of full-size DeepLIIF has recordings of more than 8 GB, which need not all be kept', () => {
    const { leastBytes, mostBytes } = costOf({}, 512);
    assert.ok(mostBytes - leastBytes > 8e9, String(mostBytes - leastBytes));
  });

  it('is the sum of its batches in arithmetic; running averages add to checkpoints', () => {
    const one = costOf({ preset: 'quick-look' }, 256);
    assert.equal(costOf({ preset: 'quick-look', accumulate: 3 }, 256).multiplyAdds, 3 * one.multiplyAdds);
    assert.ok(costOf({ preset: 'quick-look', ema: 0.9 }, 256).checkpointBytes > one.checkpointBytes);
  });
});
