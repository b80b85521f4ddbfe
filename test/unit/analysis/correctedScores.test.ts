// One number in every place: the scores with the classes that a person has set by hand.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseImage } from '../../../engine/analysis/analyseImage.js';
import { correctResult } from '../../../engine/analysis/correctedScores.js';
import { rescoreResult } from '../../../engine/analysis/rescoreResult.js';
import { readScoredResult } from '../../../engine/exports/scoredResult.js';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../../../engine/postprocessing/gate.js';
import { readListed } from '../../../engine/reading/listResults.js';
import { readScoring } from '../../../engine/reading/scoring.js';
import { readResultRecord } from '../../../engine/reading/resultRecord.js';
import { copyingAnalyser } from './copyingAnalyser.js';

const TILE = 'test/fixtures/deepliif/d_model/22_2.png';

describe('scores with classes set by hand', () => {
  let out: string;
  let folder: string;
  const settings = { tilePx: 512, colour: 'managed', thresholds: {} } as const;
  const analyse = async () =>
    analyseImage(join(out, 'tile.png'), await copyingAnalyser(), settings, { out, name: 'result' });
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-corrected-'));
    await sharp(TILE).extract({ left: 0, top: 0, width: 200, height: 150 }).toFile(join(out, 'tile.png'));
    ({ folder } = await analyse());
    const { maps } = await readScoredResult(folder, undefined, {});
    const { list, gate } = maps[0]!;
    const counted = [...list.areaPx.keys()].filter((i) => gate[i] !== NOT_COUNTED);
    const correctionOf = (i: number) => ({
      map: 'Seg',
      x: list.centroidX[i]!,
      y: list.centroidY[i]!,
      positive: gate[i] !== COUNTED_POSITIVE,
      at: '2026-01-01T00:00:00Z',
    });
    const [flipped, excluded] = counted;
    await correctResult({
      folder,
      map: 'Seg',
      corrections: [correctionOf(flipped!), { ...correctionOf(excluded!), excluded: true }],
    });
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  /** Scores in a list of results, and in exports, which count the cells themselves. */
  const places = async () => {
    const listed = await readListed(folder);
    const { maps } = await readScoredResult(folder, undefined, {});
    return { listed: listed!.scoring.Seg, exported: maps[0]!.scoring, maps: listed!.correctedMaps };
  };

  it('are the same in lists and exports; scoring.json keeps those of the thresholds', async () => {
    const { listed, exported, maps } = await places();
    assert.deepEqual(listed, exported);
    assert.deepEqual(maps, ['Seg']);
    const byThresholds = (await readScoring(folder, await readResultRecord(folder))).Seg!;
    assert.equal(byThresholds.num_total, listed.num_total + 1);
  });

  it('follow other thresholds', async () => {
    await rescoreResult(folder, { resolution: '40x', sizeThreshold: 60 });
    const { listed, exported } = await places();
    assert.deepEqual(listed, exported);
    assert.equal(listed.size_thresh, 60);
  });

  it('are those of an analysis that keeps the corrections', async () => {
    const again = await analyse();
    const { listed, exported, maps } = await places();
    assert.deepEqual([again.scoring.Seg, listed], [exported, exported]);
    assert.deepEqual(maps, ['Seg']);
  });

  it('are gone with the last correction', async () => {
    await correctResult({ folder, map: 'Seg', corrections: [] });
    const { listed, exported, maps } = await places();
    assert.deepEqual([listed, maps], [exported, []]);
  });
});
