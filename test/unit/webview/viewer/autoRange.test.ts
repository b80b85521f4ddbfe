import assert from 'node:assert/strict';
import { histogramOf, rangeOfHistograms } from '../../../../webview/viewer/autoRange.js';

const counts = (...filled: readonly (readonly [bin: number, count: number])[]) => {
  const bins = new Uint32Array(256);
  for (const [bin, count] of filled) bins[bin] = count;
  return bins;
};

describe('automatic brightness and contrast', () => {
  it('leave out a thousandth of the pixels at either end', () =>
    assert.deepEqual(rangeOfHistograms([counts([0, 1], [20, 5000], [110, 5000], [255, 1])], 255), {
      low: 20,
      high: 110,
    }));

  it('are common to the same layer of all panes', () =>
    assert.deepEqual(rangeOfHistograms([counts([20, 100], [60, 100]), counts([40, 100], [200, 100])], 255), {
      low: 20,
      high: 200,
    }));

  it('show a layer of one value, and know nothing without pixels', () => {
    assert.deepEqual(rangeOfHistograms([counts([77, 9])], 255), { low: 0, high: 77 });
    assert.equal(rangeOfHistograms([counts()], 255), undefined);
  });

  it('count the brightest channel, or the optical density in its own unit', () => {
    const rgba = [10, 200, 30, 255];
    assert.equal(histogramOf({ id: 'dapi' }, rgba)[200], 1);
    const sum = 3 * Math.log10(255 / 51);
    const bins = histogramOf({ id: 'density:sum' }, [51, 51, 51, 255]);
    assert.equal(bins[Math.round((sum / 5) * 255)], 1);
  });
});
