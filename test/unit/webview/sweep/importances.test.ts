import assert from 'node:assert/strict';
import { computeImportances, importanceRequest } from '../../../../webview/sweep/importances.js';
import { madeColumns, trial } from './madeSweep.js';

describe('importances on the page', () => {
  it('find the parameter that decides the value, and leave fANOVA out of conditional ones', () => {
    const trials = Array.from({ length: 60 }, (_, i) => {
      const rate = 10 ** (-5 + (4 * ((i * 37) % 60)) / 60);
      const params = {
        rate,
        net: i % 3 === 0 ? 'unet' : 'resnet',
        ...(i % 3 === 0 ? { depth: 1 + (i % 8) } : {}),
      };
      return trial(i, { values: [(Math.log10(rate) + 3) ** 2], params });
    });
    const columns = madeColumns(trials);
    const { shares, sampled } = computeImportances(importanceRequest(columns, 0, 1));
    const [rate, net, depth] = shares;
    assert.equal(sampled, 60);
    assert.ok(rate!.pedAnova > 0.5 && rate!.pedAnova > net!.pedAnova);
    assert.ok(rate!.fanova! > 0.8);
    assert.equal(depth!.fanova, undefined);
  });
});
