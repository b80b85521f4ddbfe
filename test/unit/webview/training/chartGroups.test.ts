import assert from 'node:assert/strict';
import { chartGroups, seriesFilter } from '../../../../webview/training/chartGroups.js';

describe('charts', () => {
  it('are one for each total, metric, modality, and the rates, speed and memory', () => {
    const groups = chartGroups(
      [
        'total/generators',
        'segmentation/l1',
        'dapi/l1',
        'dapi/gan',
        'rate/generators',
        'rate/discriminators',
        'time/step',
        'speed/steps per second',
        'memory/process',
      ],
      ['val/segmentation/dice', 'val/dapi/ssim', 'val/lap2/ssim', 'val/total/generators'],
    );
    assert.deepEqual(
      groups.map(({ title, series }) => `${title}: ${series.map(({ label }) => label).join(' ')}`),
      [
        'Total loss · generators: generators',
        'Validation · Dice: segmentation',
        'Validation · SSIM: dapi lap2',
        'Validation · total: generators',
        'DAPI: l1 gan',
        'Segmentation: l1',
        'Learning rate: generators discriminators',
        'Throughput: steps per second',
        'Memory (MiB): process',
      ],
    );
  });

  it('show the series that a regular expression lets through', () => {
    const passes = seriesFilter('L1|dice$') as (name: string) => boolean;
    assert.deepEqual(['dapi/l1', 'val/segmentation/dice', 'dice/x'].map(passes), [true, true, false]);
    assert.equal(typeof seriesFilter('('), 'string');
    assert.ok((seriesFilter(' ') as (name: string) => boolean)('anything'));
  });
});
