import assert from 'node:assert/strict';
import { Smoothing } from '../../../../webview/charts/smoothing.js';
import { noise } from './noise.js';

describe('smoothing', () => {
  it('leaves a curve alone at weight 0', () => {
    const smoothing = new Smoothing(0);
    smoothing.extend(Float64Array.of(3, 1, 2), 3);
    assert.deepEqual([...smoothing.mean], [3, 1, 2]);
    assert.deepEqual([...smoothing.deviation], [0, 0, 0]);
  });

  it('is the mean under weights that decay, which add up to one from the first value on', () => {
    const values = noise(200);
    const [weight, at] = [0.9, 150];
    const weights = values.map((_, i) => (i <= at ? weight ** (at - i) : 0));
    const sum = weights.reduce((total, one) => total + one);
    const mean = values.reduce((total, value, i) => total + value * weights[i]!, 0) / sum;
    const variance = values.reduce((total, value, i) => total + (value - mean) ** 2 * weights[i]!, 0) / sum;
    const smoothing = new Smoothing(weight);
    smoothing.extend(values, 200);
    assert.ok(Math.abs(smoothing.mean[at]! - mean) < 1e-14);
    assert.ok(Math.abs(smoothing.deviation[at]! - Math.sqrt(variance)) < 1e-14);
  });

  it('gives what TensorBoard shows', () => {
    // vz_line_chart2 of TensorBoard 2.21: last = last·w + (1-w)·value, shown as last / (1 - w^n); by hand for w = ½.
    const smoothing = new Smoothing(0.5);
    smoothing.extend(Float64Array.of(1, 3, 8), 3);
    [0.5 / 0.5, 1.75 / 0.75, 4.875 / 0.875].forEach((shown, i) =>
      assert.ok(Math.abs(smoothing.mean[i]! - shown) < 1e-15 * shown * 4),
    );
  });

  it('continues where it was, and begins again where values were withdrawn', () => {
    const values = noise(100);
    const whole = new Smoothing(0.8);
    whole.extend(values, 100);
    const grown = new Smoothing(0.8);
    for (const count of [1, 2, 50, 100]) grown.extend(values, count);
    assert.deepEqual(grown.mean, whole.mean);
    grown.extend(values, 60, 40);
    grown.extend(values, 100);
    assert.deepEqual(grown.mean, whole.mean);
  });

  it('holds its value where a loss is NaN', () => {
    const smoothing = new Smoothing(0.5);
    smoothing.extend(Float64Array.of(NaN, 4, NaN), 3);
    assert.deepEqual([...smoothing.mean], [NaN, 4, 4]);
  });
});
