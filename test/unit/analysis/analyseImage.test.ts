// Analysing an image again: what people have set by hand is not lost.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import type { Scoring } from '../../../engine/protocol/scoring.js';
import { analyseImage, type Analyser } from '../../../engine/analysis/analyseImage.js';
import { postprocessImages } from '../../../engine/analysis/postprocessImages.js';
import { rescoreResult } from '../../../engine/analysis/rescoreResult.js';
import { exportResult } from '../../../engine/exports/exportResult.js';
import { writeCorrections } from '../../../engine/records/corrections.js';
import { readCorrections } from '../../../engine/reading/corrections.js';
import { readResultRecord } from '../../../engine/reading/resultRecord.js';
import { copyingAnalyser } from './copyingAnalyser.js';

const TILE = 'test/fixtures/deepliif/d_model/22_2.png';
const BY_HAND = [{ map: 'Seg', x: 1, y: 1, positive: true, at: '2026-01-01T00:00:00Z' }];

describe('analysing an image again', () => {
  let analyser: Analyser;
  let out: string;
  let image: string;
  before(async () => {
    analyser = await copyingAnalyser();
  });
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-again-'));
    image = join(out, 'tile.png');
    await picture(0);
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  const picture = (left: number) =>
    sharp(TILE).extract({ left, top: 0, width: 120, height: 90 }).png().toFile(image);
  const analyse = (segThreshold = 120) => {
    const settings = { tilePx: 512, colour: 'managed', thresholds: { segThreshold } } as const;
    return analyseImage(image, analyser, settings, { out: join(out, 'results'), name: 'tile' });
  };
  const setAside = async (folder: string) =>
    (await readdir(folder)).filter((name) => name.startsWith('corrections-'));

  it('keeps classes set by hand, and says so', async () => {
    const { folder } = await analyse();
    await writeCorrections(folder, 'Seg', BY_HAND);
    const { notices } = await analyse();
    assert.deepEqual(await readCorrections(folder), BY_HAND);
    assert.match(notices.join(), /set by hand were kept \(1\)/);
    await writeCorrections(folder, 'Seg', []);
    assert.deepEqual((await analyse()).notices, []);
  });

  it('keeps exports in the folder, with its own files or with those of a segmentation map alone', async () => {
    const { folder } = await analyse();
    const seg = join(out, 'Seg.png');
    await copyFile(join(folder, 'Seg.png'), seg);
    const file = join(folder, 'tile.cells.csv');
    await exportResult({ folder, format: 'csv', file });
    await writeCorrections(folder, 'Seg', BY_HAND);
    const text = await readFile(file, 'utf8');
    await analyse(90);
    assert.equal(await readFile(file, 'utf8'), text);
    const target = { out: join(out, 'results'), name: 'tile' };
    const { notices } = await postprocessImages({ image, seg }, { resolution: '40x' }, 'managed', target);
    assert.equal(await readFile(file, 'utf8'), text);
    assert.deepEqual(await readCorrections(folder), BY_HAND);
    assert.match(notices.join(), /set by hand were kept \(1\)/);
  });

  it('puts those of an earlier picture aside, for good, and says where', async () => {
    const { folder } = await analyse();
    await writeCorrections(folder, 'Seg', BY_HAND);
    await picture(50);
    const { notices } = await analyse();
    assert.deepEqual(await readCorrections(folder), []);
    const [aside] = await setAside(folder);
    assert.ok(notices.join().includes(aside!), notices.join());
    assert.deepEqual(
      (JSON.parse(await readFile(join(folder, aside!), 'utf8')) as { corrections: unknown }).corrections,
      BY_HAND,
    );
    await analyse();
    assert.deepEqual(await setAside(folder), [aside]);
  });

  it('puts unreadable corrections aside', async () => {
    const { folder } = await analyse();
    await writeFile(join(folder, 'corrections.json'), 'broken');
    await analyse();
    const [aside] = await setAside(folder);
    assert.equal(await readFile(join(folder, aside!), 'utf8'), 'broken');
  });

  it('waits for a scoring of the same result, which else would bring the old cells back', async () => {
    const { folder } = await analyse(200);
    const [analysis] = await Promise.all([analyse(90), rescoreResult(folder, { resolution: '40x' })]);
    const record = await readResultRecord(folder);
    const scoring = JSON.parse(await readFile(join(folder, 'scoring.json'), 'utf8')) as {
      readonly seg_thresh: number;
    };
    assert.equal(scoring.seg_thresh, record.thresholds?.segThreshold ?? 120);
    assert.equal(analysis.folder, folder);
    assert.deepEqual(await readdir(join(out, 'results')), ['tile']);
  });
});

type Scorings = Readonly<Record<'Seg', Scoring>>;

describe('analysing an image', () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-analyse-'));
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  const [WIDTH, HEIGHT] = [200, 120];
  type Colour = readonly [number, number, number];
  type Shape = (x: number, y: number) => Colour | undefined;
  const GLASS: Colour = [244, 242, 238];
  const BLUE: Colour = [120, 130, 200];
  const disc =
    (x0: number, colour: Colour): Shape =>
    (x, y) =>
      Math.hypot(x - x0, y - 60) <= 20 ? colour : undefined;

  const analyse = async (
    shapes: readonly Shape[],
    refinements: ModelManifest['refinements'] = [],
    postProcessors: readonly string[] = [],
  ) => {
    const image = join(out, 'drawn.png');
    const pixels = Array.from(
      { length: WIDTH * HEIGHT },
      (_, i) => [i % WIDTH, Math.floor(i / WIDTH)] as const,
    ).map(([x, y]) => shapes.map((shape) => shape(x, y)).find((colour) => colour !== undefined) ?? GLASS);
    const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
    await sharp(Buffer.from(pixels.flat()), { raw }).png().toFile(image);
    const analyser = await copyingAnalyser();
    const manifest = { ...analyser.model.manifest, refinements };
    const refining = { ...analyser, model: { ...analyser.model, manifest } };
    const settings = {
      tilePx: 512,
      colour: 'managed',
      thresholds: { sizeThreshold: 0 },
      postProcessors,
    } as const;
    return analyseImage(image, refining, settings, { out: join(out, 'results'), name: 'drawn' });
  };

  it('parts touching nuclei where the model asks for it', async () => {
    const touching = [disc(60, BLUE), disc(96, BLUE)];
    assert.equal(((await analyse(touching)).scoring as Scorings).Seg.num_total, 1);
    assert.equal(((await analyse(touching, ['part-touching'])).scoring as Scorings).Seg.num_total, 2);
  });

  it('changes the map by the post-processors that a user asks for, and records them', async () => {
    const touching = [disc(60, BLUE), disc(96, BLUE)];
    const { folder, scoring } = await analyse(touching, [], ['part-touching', 'one-class-per-nucleus']);
    assert.equal((scoring as Scorings).Seg.num_total, 2);
    assert.deepEqual((await readResultRecord(folder)).postProcessors, [
      { id: 'part-touching' },
      { id: 'one-class-per-nucleus' },
    ]);
    await assert.rejects(
      analyse(touching, [], ['split']),
      /no post-processor "split"\. Choose one of black-is-positive/,
    );
  });

  it('takes black nuclei for positive where the model asks for it', async () => {
    // The copying networks go by red light; of blue, DAB lets nothing pass.
    const black = [disc(60, [110, 60, 10])];
    assert.equal(((await analyse(black)).scoring as Scorings).Seg.num_pos, 0);
    assert.equal(((await analyse(black, ['black-is-positive'])).scoring as Scorings).Seg.num_pos, 1);
  });

  it('says that an image is no IHC by its colours', async () => {
    const eosin: Shape = (_, y) => (y < 38 ? [225, 150, 185] : undefined);
    const { folder, notices } = await analyse([eosin, disc(60, BLUE)]);
    assert.match(notices.join(), /pink or red/);
    assert.deepEqual((await readResultRecord(folder)).image.notices, notices);
  });
});
