import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PercentInterval } from '../../../engine/measurements/percentInterval.js';
import { exportResult } from '../../../engine/exports/exportResult.js';
import type { ScoresFile } from '../../../engine/exports/scoresDocument.js';
import { exported, exportFolder, MADE_POSITIVE, throwsCode } from './exportFolder.js';
import { RECORD, SCALED, SCALE_WORDS, SCORING, SHA256, writeResult } from './storedResult.js';

describe('exported scores', () => {
  const place = exportFolder();

  it('hold scores, interval, thresholds, corrections and checksums', async () => {
    await writeResult(place.folder, { corrections: [MADE_POSITIVE] });
    const scores = JSON.parse(await exported(place, 'json')) as ScoresFile;
    assert.equal(scores.image.sha256, SHA256);
    const seg = scores.maps.Seg!;
    assert.deepEqual([seg.scoring.num_pos, seg.scoring.percent_pos], [2, 100]);
    assert.deepEqual(seg.corrections.scoringWithout, SCORING);
    assert.equal(seg.corrections.cells, 1);
    assert.deepEqual(seg.thresholds.used, { segThreshold: 120, sizeThreshold: 4 });
    assert.equal((seg.percentInterval as PercentInterval).high, 100);
    // Optical density 0.70 of both cells is 2+, marker 200 is 3+.
    assert.equal(seg.intensity.od!.hScore, 200);
    assert.equal(seg.intensity.marker!.hScore, 300);
    assert.deepEqual(seg.intensity.marker!.allred, { proportion: 5, intensity: 3, total: 8 });
  });

  it('say by which magnification the cells were found', async () => {
    await writeResult(place.folder, { record: SCALED });
    const { result, image } = JSON.parse(await exported(place, 'json')) as ScoresFile;
    assert.deepEqual(
      [result.scale!.basis, result.scale!.tilePx, image.micrometresPerPixel],
      ['file', 256, 0.5],
    );
    assert.ok(result.scale!.reason.startsWith(SCALE_WORDS));
  });

  it('say that they come from a demo model', async () => {
    const model = { id: 'tiny', title: 'Tiny', manifestSha256: '', demo: true };
    await writeResult(place.folder, { record: { ...RECORD, model } });
    const { result } = JSON.parse(await exported(place, 'json')) as ScoresFile;
    assert.deepEqual([result.model?.demo, result.note], [true, 'demo model: not for results']);
  });

  it('are graded by the cut-offs that a user has set, of the map that they were set for', async () => {
    await writeResult(place.folder, { corrections: [MADE_POSITIVE] });
    const file = join(place.root, 'scores.json');
    const cutoffs = { Seg: { od: { weak: 70, moderate: 71, strong: 90 } }, Seg2: {} };
    await exportResult({ folder: place.folder, format: 'json', file, cutoffs });
    const { intensity } = (JSON.parse(await readFile(file, 'utf8')) as ScoresFile).maps.Seg!;
    // 100 · (2 · 1) / 2: optical density 0.70 of both cells just reaches 1+.
    assert.deepEqual([intensity.od!.cutoffs, intensity.od!.hScore], [cutoffs.Seg.od, 100]);
    assert.equal(intensity.marker!.hScore, 300);
    const report = join(place.root, 'report.html');
    await exportResult({ folder: place.folder, format: 'html', file: report, cutoffs });
    assert.match(
      await readFile(report, 'utf8'),
      /0\.7, 0\.71, 0\.9[^]*Cut-offs are those that were set by hand/,
    );
  });

  it('refuse cut-offs that do not ascend, and name them', async () => {
    await writeResult(place.folder);
    const cutoffs = { Seg: { marker: { weak: 9, moderate: 5, strong: 7 } } };
    await assert.rejects(
      exportResult({ folder: place.folder, format: 'json', file: join(place.root, 'x.json'), cutoffs }),
      throwsCode('usage', /Seg, marker \(9, 5, 7\) must ascend/),
    );
  });

  it('say null where there is no number', async () => {
    await writeResult(place.folder, {
      cells: [],
      scoring: { ...SCORING, num_total: 0, num_pos: 0, num_neg: 0 },
    });
    const { percentInterval, intensity } = (JSON.parse(await exported(place, 'json')) as ScoresFile).maps
      .Seg!;
    assert.deepEqual([percentInterval, intensity], [null, {}]);
  });
});
