// Running averages of the generators' weights.

import assert from 'node:assert/strict';
import { onCpu } from '../onCpu.js';
import { tinyWeights } from '../tinyModel.js';
import { steps } from '../tinySteps.js';

describe('running averages', () => {
  before(onCpu);

  it('are decay · average + (1 − decay) · weight, from the first weights on', async () => {
    const { plan, afterEach, averages } = await steps({ ema: 0.75 }, [[1]], 2);
    const start = tinyWeights(plan.model).get('dapi')!;
    for (const [name, { data }] of averages.get('dapi')!)
      data.forEach((value, i) => {
        const [w0, w1, w2] = [start, afterEach[0]!.get('dapi')!, afterEach[1]!.get('dapi')!].map(
          (weights) => weights.get(name)!.data[i]!,
        );
        const expected = 0.75 * (0.75 * w0! + 0.25 * w1!) + 0.25 * w2!;
        assert.ok(Math.abs(value - expected) < 1e-6, `${name} ${i}`);
      });
  });
});
