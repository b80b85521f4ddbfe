// Scoring a result again equals analysing the image with these thresholds.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseImage, type Analyser } from '../../../engine/analysis/analyseImage.js';
import { rescoreResult } from '../../../engine/analysis/rescoreResult.js';
import type { PostprocessOptions } from '../../../engine/protocol/thresholds.js';
import { readCorrections } from '../../../engine/reading/corrections.js';
import { writeCorrections } from '../../../engine/records/corrections.js';
import { readResultRecord, type ResultRecord } from '../../../engine/reading/resultRecord.js';
import { copyingAnalyser } from './copyingAnalyser.js';

const TILE = 'test/fixtures/deepliif/d_model/22_2.png';

describe('scoring a result again', () => {
  let analyser: Analyser;
  let out: string;
  let image: string;
  before(async () => {
    analyser = await copyingAnalyser();
  });
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-rescore-'));
    image = join(out, 'tile.png');
    await sharp(TILE).extract({ left: 0, top: 0, width: 200, height: 150 }).png().toFile(image);
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  type Thresholds = Omit<PostprocessOptions, 'resolution'>;
  const analyse = async (name: string, thresholds: Thresholds, tilePx = 512) => {
    const settings = { tilePx, colour: 'managed', thresholds } as const;
    const target = { out: join(out, name), name: 'tile' };
    return (await analyseImage(image, analyser, settings, target)).folder;
  };

  for (const [thresholds, tilePx, resolution] of [
    [{ segThreshold: 90, sizeThreshold: 10 }, 512, '40x'],
    [{ markerThreshold: 'auto' }, 512, '40x'],
    [{ markerThreshold: 140, sizeThresholdUpper: 300, noiseThreshold: 9 }, 512, '40x'],
    [{ odThresholdLower: 20, largeNoiseThreshold: 'auto' }, 256, '20x'],
  ] as const)
    it(`with ${JSON.stringify(thresholds)} equals an analysis with them, file by file`, async () => {
      const rescored = await analyse('rescored', { segThreshold: 200 }, tilePx);
      const direct = await analyse('direct', thresholds, tilePx);
      const before = await readResultRecord(rescored);
      const answer = await rescoreResult(rescored, { ...thresholds, resolution });

      const files = (await readdir(direct)).sort();
      assert.deepEqual((await readdir(rescored)).sort(), files);
      // The plan of the rescored result has one more step.
      for (const file of files.filter((name) => !['result.json', 'plan.json'].includes(name)))
        assert.ok((await readFile(join(rescored, file))).equals(await readFile(join(direct, file))), file);
      const record = await readResultRecord(rescored);
      const wanted = await readResultRecord(direct);
      const { createdAt, seconds } = record;
      const comparable = ({ files: listed, ...rest }: ResultRecord) => ({
        ...rest,
        ...{ createdAt: '', seconds: {} },
        files: new Set(listed),
      });
      assert.deepEqual(comparable(record), comparable(wanted));
      assert.equal(createdAt, before.createdAt);
      assert.equal(seconds.inference, before.seconds.inference);
      assert.ok((answer.scoring.Seg?.num_total ?? 0) > 0);
      const scoring = JSON.parse(await readFile(join(direct, 'scoring.json'), 'utf8')) as unknown;
      assert.deepEqual(answer, { folder: rescored, name: 'tile', scoring: { Seg: scoring } });
    });

  it('keeps corrections, and files that others have put there', async () => {
    const folder = await analyse('a', {});
    const correction = { map: 'Seg', x: 1, y: 1, positive: true, at: '2026-01-01T00:00:00Z' };
    await writeCorrections(folder, 'Seg', [correction]);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await rescoreResult(folder, { resolution: '40x', segThreshold: 150 });
    assert.deepEqual(await readCorrections(folder), [correction]);
    assert.equal(await readFile(join(folder, 'notes.txt'), 'utf8'), 'mine');
    assert.deepEqual(await readdir(join(out, 'a')), ['tile']);
  });

  /** Asserts that the request fails with the code and leaves the folder unchanged. */
  async function refused(
    folder: string,
    thresholds: PostprocessOptions,
    error: object,
    signal?: AbortSignal,
  ) {
    const before = await readFile(join(folder, 'result.json'), 'utf8');
    await assert.rejects(rescoreResult(folder, thresholds, signal ? { signal } : {}), error);
    assert.equal(await readFile(join(folder, 'result.json'), 'utf8'), before);
    assert.deepEqual(await readdir(join(folder, '..')), ['tile']);
  }

  it('refuses an image that has changed or gone', async () => {
    const folder = await analyse('a', {});
    await sharp({ create: { width: 200, height: 150, channels: 3, background: 'red' } })
      .png()
      .toFile(image);
    const resolution = '40x';
    await refused(folder, { resolution }, { code: 'image-unreadable', message: /has changed/ });
    await rm(image);
    await refused(folder, { resolution }, { code: 'image-unreadable', message: /Put it back/ });
  });

  it('refuses thresholds that contradict each other, and stops when cancelled', async () => {
    const folder = await analyse('a', {});
    const both: PostprocessOptions = { resolution: '40x', markerThreshold: 9, odThresholdLower: 9 };
    await refused(folder, both, { code: 'usage', message: /cannot be combined/ });
    await refused(folder, { resolution: '40x' }, { code: 'cancelled' }, AbortSignal.abort());
  });

  it('needs a segmentation map', async () => {
    const folder = await analyse('a', {});
    const record = await readResultRecord(folder);
    const files = record.files.filter(({ role }) => role !== 'segmentation');
    await writeFile(join(folder, 'result.json'), JSON.stringify({ ...record, files }));
    await refused(folder, { resolution: '40x' }, { code: 'usage', message: /no segmentation map/ });
  });

  it('refuses a marker threshold where the marker image was not kept', async () => {
    const folder = await analyse('a', {});
    const record = await readResultRecord(folder);
    const files = record.files.filter(({ name }) => name !== 'marker');
    await writeFile(join(folder, 'result.json'), JSON.stringify({ ...record, files }));
    const resolution = '40x';
    await refused(folder, { resolution, markerThreshold: 9 }, { code: 'usage', message: /marker image/ });
    await rescoreResult(folder, { resolution });
  });

  it('keeps the overviews of large pictures true', async () => {
    await sharp(TILE).resize(2100, 40, { fit: 'fill' }).png().toFile(image);
    const folder = await analyse('a', {});
    const overviews = (await readResultRecord(folder)).files.filter(({ role }) => role === 'overview');
    assert.deepEqual(
      overviews.map(({ name }) => name).sort(),
      ['SegOverlaid', 'SegRefined', 'Seg', 'dapi', 'hematoxylin', 'ihc', 'lap2', 'marker'].sort(),
    );
    const { width } = await sharp(join(folder, 'ihc.overview.jpg')).metadata();
    assert.equal(width, 525);
    const direct = await analyse('direct', { segThreshold: 250 });
    await rescoreResult(folder, { resolution: '40x', segThreshold: 250 });
    for (const { file } of overviews)
      assert.ok((await readFile(join(folder, file))).equals(await readFile(join(direct, file))), file);
  });
});
