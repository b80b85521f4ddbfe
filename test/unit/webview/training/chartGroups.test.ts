import assert from 'node:assert/strict';
import { chartGroups, chartSections, seriesFilter } from '../../../../webview/training/chartGroups.js';

const CHARTS = chartGroups(
  [
    'total/generators',
    'segmentation/l1',
    'dapi/l1',
    'dapi/gan',
    'dapi/d-real',
    'rate/generators',
    'rate/discriminators',
    'time/step',
    'speed/steps per second',
    'memory/process',
  ],
  ['val/segmentation/dice', 'val/segmentation/positive/dice', 'val/dapi/ssim', 'val/lap2/ssim'],
);

describe('charts', () => {
  it('are one for each loss and metric, and the rates, speed and memory, in sections', () =>
    assert.deepEqual(
      chartSections(CHARTS, []).map(
        ({ title, charts }) =>
          `${title}: ${charts.map((chart) => `${chart.title} (${chart.series.map(({ label }) => label).join(' | ')})`).join(', ')}`,
      ),
      [
        'Losses of generators: Generator loss (total) (total), Generator loss (L1) (DAPI), Generator loss (GAN) (DAPI)',
        'Validation metrics: Validation · Dice (segmentation | segmentation, positive), Validation · SSIM (DAPI | LAP2β)',
        'Losses of discriminators: Discriminator loss (real) (DAPI)',
        'Losses of segmentation: Segmentation · Generator loss (L1) (segmentation)',
        'Learning rates: Learning rate (generators | discriminators)',
        'Speed and memory: Throughput (steps per second), Memory (MiB) (training process)',
      ],
    ));

  it('are shown at the top if they are pinned, and not again below', () => {
    const sections = chartSections(CHARTS, ['val/ssim', 'gone', 'rate']);
    assert.deepEqual(
      sections[0]!.charts.map(({ title }) => title),
      ['Validation · SSIM', 'Learning rate'],
    );
    assert.ok(!sections.some(({ id }) => id === 'rates'));
  });

  it('have series that a regular expression finds by name or by words', () => {
    const passes = seriesFilter('/L1|dice$') as Exclude<ReturnType<typeof seriesFilter>, string>;
    const found = CHARTS.flatMap(({ series }) => series.filter(passes).map(({ name }) => name));
    assert.deepEqual(found, [
      'dapi/l1',
      'val/segmentation/dice',
      'val/segmentation/positive/dice',
      'segmentation/l1',
    ]);
    const byWords = seriesFilter('learning rate') as typeof passes;
    assert.ok(byWords({ name: 'rate/generators', words: 'Learning rate, generators' }));
    const byOffer = seriesFilter('Generator loss (L1), DAPI') as typeof passes;
    assert.ok(byOffer({ name: 'dapi/l1', words: 'Generator loss (L1), DAPI' }));
    assert.equal(typeof seriesFilter('('), 'string');
  });
});
