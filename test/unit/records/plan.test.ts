// Steps that later work appends to a plan.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseImage } from '../../../engine/analysis/analyseImage.js';
import { correctResult } from '../../../engine/analysis/correctedScores.js';
import { rescoreResult } from '../../../engine/analysis/rescoreResult.js';
import { fileSha256 } from '../../../engine/files/fileSha256.js';
import { readPlan, stepsNamed } from '../../../engine/reading/plan.js';
import { copyingAnalyser } from '../analysis/copyingAnalyser.js';

const TILE = 'test/fixtures/deepliif/d_model/22_2.png';

describe('the plan of a result', () => {
  let out: string;
  let image: string;
  before(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-plan-'));
    image = join(out, 'tile.png');
    await sharp(TILE).extract({ left: 0, top: 0, width: 200, height: 150 }).png().toFile(image);
  });
  after(() => rm(out, { recursive: true, force: true }));
  const analyse = async (into: string) => {
    const settings = { colour: 'managed', thresholds: { segThreshold: 200 } } as const;
    return (
      await analyseImage(image, await copyingAnalyser(), settings, { out: join(out, into), name: 'tile' })
    ).folder;
  };

  it('has the same text for the same analysis', async () => {
    const [a, b] = [await analyse('a'), await analyse('b')];
    const text = (folder: string) => readFile(join(folder, 'plan.json'), 'utf8');
    assert.equal(await text(a), await text(b));
    const { steps, outputs } = await readPlan(a);
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['readImage', 'infer', 'score'],
    );
    assert.equal(stepsNamed({ steps }, 'readImage')[0]!.path, '../../tile.png');
    assert.deepEqual(
      outputs.map(({ file }) => file),
      ['Seg.png', 'cells.json', 'scoring.json'],
    );
    assert.equal(outputs[1]!.sha256, await fileSha256(join(a, 'cells.json')));
  });

  it('appends what scoring again and corrections change, and corrections stay last', async () => {
    const folder = await analyse('c');
    const correction = { map: 'Seg', x: 10, y: 10, positive: true, at: '2026-01-01T00:00:00Z' };
    await correctResult({ folder, map: 'Seg', corrections: [correction] });
    await rescoreResult(folder, { resolution: '40x', segThreshold: 100 });
    const { steps, outputs } = await readPlan(folder);
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['readImage', 'infer', 'score', 'rescore', 'correct'],
    );
    assert.equal(stepsNamed({ steps }, 'rescore')[0]!.thresholds.segThreshold, 100);
    assert.equal(stepsNamed({ steps }, 'correct')[0]!.corrections, 1);
    assert.equal(outputs[2]!.sha256, await fileSha256(join(folder, 'scoring.json')));

    await correctResult({ folder, map: 'Seg', corrections: [] });
    assert.equal(stepsNamed(await readPlan(folder), 'correct').length, 0);
  });
});
