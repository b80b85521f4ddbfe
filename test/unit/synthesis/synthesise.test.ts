// Synthetic rows by a tiny generator: parts made anew, parts that stay, and their JSON files.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { DEEPLIIF_PANELS, panelsNamed } from '../../../engine/dataset/panels.js';
import { readSample } from '../../../engine/dataset/readSample.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { openIhcGenerator } from '../../../engine/synthesis/ihcGenerator.js';
import { synthesise, type RowProvenance } from '../../../engine/synthesis/synthesise.js';
import { writeSynthesisRows } from '../../../engine/synthesis/synthesisRows.js';
import { BLACK, BLUE, GREEN, pattern, picture, RED, writeRow } from '../dataset/drawnTiles.js';
import { INPUTS, writeTinyRun } from './tinyGenerator.js';

interface StoredRun {
  plan?: { model: { inputs?: unknown; translations: { generator: unknown }[] } };
}
const modelOf = (run: StoredRun) => run.plan!.model;

const SIDE = 32;
const PANELS = panelsNamed(DEEPLIIF_PANELS);

/** Four cells, the first of them positive if asked. */
const segmentation = (positive: boolean): Raster =>
  picture(SIDE, SIDE, (x, y) => {
    const distance = Math.max(Math.abs((x % 16) - 8), Math.abs((y % 16) - 8));
    if (distance > 4) return BLACK;
    if (distance === 4) return GREEN;
    return positive && x < 16 && y < 16 ? RED : BLUE;
  });
const row = (seed: number, positive: boolean) => [
  ...[0, 1, 2, 3].map((i) => pattern(SIDE, SIDE, 10 * seed + i)),
  picture(SIDE, SIDE, (x, y) => (positive && x < 16 && y < 16 ? [200, 190, 180] : [5, 5, 5])),
  segmentation(positive),
];

describe('synthetic rows', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-synthesise-'));
    await writeRow(join(dir, 'data'), 'train/a.png', ...row(1, true));
    await writeRow(join(dir, 'data'), 'train/b.png', ...row(2, false));
    await writeRow(join(dir, 'data'), 'val/c.png', ...row(3, true));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const data = () => openDataset(join(dir, 'data'), PANELS);
  const make = async (out: string, options: object = {}) => {
    await writeTinyRun(join(dir, 'run'));
    const generator = await openIhcGenerator(join(dir, 'run'), 'cpu');
    try {
      return await synthesise(await data(), generator, {
        negToPos: [0.5, 1],
        out: join(dir, out),
        seed: 3,
        withOriginals: false,
        ...options,
      });
    } finally {
      await generator.dispose();
    }
  };
  const tiles = async (...path: readonly string[]) =>
    readSample({ name: '', files: [join(dir, ...path)] }, PANELS);

  it('have a new IHC image and segmentation, marker signal, and the other panels of their source', async () => {
    const { rows } = await make('out');
    assert.equal(rows.length, 4);
    const made = await tiles('out', 'train', 'b-neg-to-pos-1.png');
    const source = await tiles('data', 'train', 'b.png');
    for (const panel of [1, 2, 3]) assert.deepEqual(made[panel], source[panel]);
    assert.notDeepEqual(made[0], source[0]);
    const red = picture(SIDE, SIDE, (x, y) => {
      const at = 3 * (y * SIDE + x);
      const isBlue = source[5]!.data[at + 2] === 255;
      return isBlue ? RED : [source[5]!.data[at]!, source[5]!.data[at + 1]!, source[5]!.data[at + 2]!];
    });
    assert.deepEqual(made[5], red);
    // b has no positive cell: its look is that of a's.
    assert.deepEqual(
      [...made[4]!.data.subarray(3 * (8 * SIDE + 8), 3 * (8 * SIDE + 8) + 3)],
      [200, 190, 180],
    );
  });

  it('tell how they came about', async () => {
    const { rows } = await make('out');
    const text = await readFile(join(dir, 'out', 'train', 'a-neg-to-pos-0.5.json'), 'utf8');
    const told = JSON.parse(text) as RowProvenance;
    assert.deepEqual(told, rows[0]);
    const { file, source, negToPos, positiveBefore, negativeBefore, recoloured, seed, marker, changed } =
      told;
    assert.deepEqual(
      { file, source, negToPos, positiveBefore, negativeBefore, recoloured, seed, marker, changed },
      {
        file: 'train/a-neg-to-pos-0.5.png',
        source: 'train/a',
        negToPos: 0.5,
        positiveBefore: 1,
        negativeBefore: 3,
        recoloured: 2, // 1.5 rounded
        seed: 3,
        marker: { colour: [200, 190, 180], from: 'row' },
        changed: ['ihc', 'marker', 'segmentation'],
      },
    );
    assert.equal(told.model.source, 'run/checkpoints/step-000000001');
    assert.match(told.model.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(rows[2]!.marker, { colour: [200, 190, 180], from: 'all rows' });
  });

  it('are the same for the same seed', async () => {
    await make('one');
    await make('two');
    await make('three', { seed: 4 });
    const files = (await readdir(join(dir, 'one', 'train'))).filter((name) => name.endsWith('.png'));
    const bytes = (out: string, name: string) => readFile(join(dir, out, 'train', name));
    for (const name of files) assert.deepEqual(await bytes('one', name), await bytes('two', name));
    const different = await Promise.all(
      files.map(async (name) => !(await bytes('one', name)).equals(await bytes('three', name))),
    );
    assert.ok(different.includes(true));
  });

  it('stand beside the true ones where that is asked, as a data set to train on', async () => {
    const { originals } = await make('out', { withOriginals: true });
    assert.equal(originals, 3);
    const dataset = await openDataset(join(dir, 'out'), PANELS);
    assert.deepEqual(
      [dataset.layout, dataset.train.map(({ name }) => name), dataset.val.map(({ name }) => name)],
      ['rows', ['a-neg-to-pos-0.5', 'a-neg-to-pos-1', 'a', 'b-neg-to-pos-0.5', 'b-neg-to-pos-1', 'b'], ['c']],
    );
    assert.deepEqual(await tiles('out', 'train', 'a.png'), await tiles('data', 'train', 'a.png'));
  });

  it('leave the marker unchanged if no cell is positive, and say so', async () => {
    await rm(join(dir, 'data'), { recursive: true });
    await writeRow(join(dir, 'data'), 'train/b.png', ...row(2, false));
    const { rows, notices } = await make('out');
    assert.equal(rows[0]!.marker, 'unchanged');
    assert.match(notices[0]!, /No cell of these data is positive/);
    assert.deepEqual(
      (await tiles('out', 'train', 'b-neg-to-pos-1.png'))[4],
      (await tiles('data', 'train', 'b.png'))[4],
    );
  });

  it('are whole or absent, and nothing is written over', async () => {
    await mkdir(join(dir, 'there'));
    await assert.rejects(make('there'), /exists already/);
    await writeRow(join(dir, 'data'), 'train/z.png', ...row(1, true).map(() => pattern(30)));
    await assert.rejects(
      make('out'),
      /z: resnet_0blocks takes tiles whose sides are multiples of 4 px, not 30 × 30/,
    );
    assert.deepEqual((await readdir(dir)).sort(), ['data', 'run', 'there']);
  });
});

describe('a generator of IHC images', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-generator-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  for (const [i, name] of INPUTS.entries())
    it(`reads ${name} in channels ${3 * i} to ${3 * i + 2}`, async () => {
      await writeTinyRun(dir, { reads: [3 * i, 3 * i + 1, 3 * i + 2] });
      const generator = await openIhcGenerator(dir, 'cpu');
      const images = [1, 2, 3].map((seed) => pattern(8, 8, seed)) as [Raster, Raster, Raster];
      const before = await generator.generate(...images);
      for (const changed of [0, 1, 2]) {
        const others = images.map((image, at) =>
          at === changed ? pattern(8, 8, 9) : image,
        ) as typeof images;
        const after = await generator.generate(...others);
        if (changed === i) assert.notDeepEqual(after, before);
        else assert.deepEqual(after, before);
      }
      await generator.dispose();
    });

  it('is that of the last checkpoint, or of the one that is named', async () => {
    await writeTinyRun(dir, { step: 9, reads: [0] });
    await writeTinyRun(dir, { step: 12, reads: [1] });
    const source = async (place: string) => {
      const generator = await openIhcGenerator(place, 'cpu');
      await generator.dispose();
      return [generator.source, generator.sha256] as const;
    };
    const [last, lastHash] = await source(dir);
    const [named, namedHash] = await source(join(dir, 'checkpoints', 'step-000000009'));
    assert.match(last, /step-000000012$/);
    assert.match(named, /step-000000009$/);
    assert.notEqual(lastHash, namedHash);
  });

  it('makes IHC of grey hematoxylin, DAPI and segmentation, or is refused', async () => {
    await writeTinyRun(dir, { output: 'dapi' });
    await assert.rejects(
      openIhcGenerator(dir, 'cpu'),
      /makes dapi of grey-hematoxylin.*expected is a model that makes ihc/,
    );
    await writeTinyRun(dir, { inputs: ['ihc'] });
    await assert.rejects(openIhcGenerator(dir, 'cpu'), /makes ihc of ihc/);
    await assert.rejects(openIhcGenerator(tmpdir(), 'cpu'), /neither a run .* nor a model folder/);
  });

  for (const [what, change, words] of [
    ['no plan', (run) => delete run.plan, /run\.json\.plan: an object expected/],
    ['no inputs', (run) => delete modelOf(run).inputs, /run\.json\.plan\.model\.inputs: a list/],
    [
      'a generator that is none',
      (run) => (modelOf(run).translations[0]!.generator = 7),
      /generator: an object expected/,
    ],
    [
      'a generator of a billion filters',
      (run) => Object.assign(modelOf(run).translations[0]!.generator as object, { filters: 1e9 }),
      /filters 1000000000; expected a whole number/,
    ],
    [
      'another generator than its weights are of',
      (run) => Object.assign(modelOf(run).translations[0]!.generator as object, { filters: 3 }),
      /model\.1\.weight/,
    ],
  ] as const satisfies readonly (readonly [string, (run: StoredRun) => unknown, RegExp])[])
    it(`of a run that says ${what} is refused`, async () => {
      await writeTinyRun(dir);
      const file = join(dir, 'run.json');
      const run = JSON.parse(await readFile(file, 'utf8')) as StoredRun;
      change(run);
      await writeFile(file, JSON.stringify(run));
      await assert.rejects(openIhcGenerator(dir, 'cpu'), (error) => {
        assert.ok(error instanceof EngineError, String(error));
        assert.match(error.message, words);
        return true;
      });
    });
});

describe('rows for that generator', () => {
  it('are grey hematoxylin, DAPI, segmentation, and IHC as the target', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'deepliif-rows-'));
    await writeRow(join(dir, 'data'), 'train/a.png', ...row(1, true));
    await writeRow(join(dir, 'data'), 'val/c.png', ...row(3, true));
    const dataset = await openDataset(join(dir, 'data'), PANELS);
    const { counts } = await writeSynthesisRows(dataset, join(dir, 'out'));
    assert.deepEqual(counts, { train: 1, val: 1 });
    const panels = panelsNamed([...INPUTS, 'ihc'], 3);
    const made = await openDataset(join(dir, 'out'), panels);
    const [grey, dapi, seg, ihc] = await readSample(made.train[0]!, panels);
    const [trueIhc, hematoxylin, trueDapi, , , trueSeg] = row(1, true);
    assert.deepEqual([dapi, seg, ihc], [trueDapi, trueSeg, trueIhc]);
    const [red, green, blue] = hematoxylin!.data.subarray(0, 3);
    // Pillow's "L" (docs/reference.md 6.4).
    const level = (19595 * red! + 38470 * green! + 7471 * blue! + 32768) >> 16;
    assert.deepEqual([...grey!.data.subarray(0, 3)], [level, level, level]);
    await rm(dir, { recursive: true, force: true });
  });

  it('need their panels', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'deepliif-rows-'));
    await writeRow(dir, 'train/a.png', pattern(8), pattern(8));
    const dataset = await openDataset(dir, panelsNamed(['ihc', 'dapi']));
    await assert.rejects(writeSynthesisRows(dataset, join(dir, 'out')), /hematoxylin, segmentation missing/);
    await rm(dir, { recursive: true, force: true });
  });
});
