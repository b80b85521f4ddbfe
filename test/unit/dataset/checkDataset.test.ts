// Findings of `data check` in data sets with known faults.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDataset } from '../../../engine/dataset/checkDataset.js';
import { turned } from '../../../engine/dataset/geometry.js';
import { coarseHashes, hashDistance } from '../../../engine/dataset/imageHashes.js';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';
import { recompressed } from '../../../engine/images/recompress.js';
import type { Raster, Rgb } from '../../../engine/protocol/raster.js';
import { randomFrom } from '../../../engine/random/random.js';
import { BLACK, BLUE, GREEN, picture, RED, writeRow } from './drawnTiles.js';

const SIDE = 96;
const PANELS = panelsNamed(['ihc', 'dapi', 'marker', 'segmentation']);

type Tiles = Readonly<Record<'ihc' | 'dapi' | 'marker' | 'segmentation', Raster>>;

/** Nine cells in a jittered grid; the first `positive` of them are positive. */
function tiles({ seed = 1, positive = 3, dapiShift = 0 } = {}): Tiles {
  const random = randomFrom(seed);
  const centres = Array.from(
    { length: 9 },
    (_, i) =>
      [16 + 32 * (i % 3) + random.below(17) - 8, 16 + 32 * Math.floor(i / 3) + random.below(17) - 8] as const,
  );
  const cells = (look: (cell: number) => Rgb, outside: Rgb, outline = outside, shift = 0): Raster =>
    picture(SIDE, SIDE, (x, y) => {
      const squares = centres.map(([cx, cy]) => (x - cx - shift) ** 2 + (y - cy) ** 2);
      const nearest = squares.indexOf(Math.min(...squares));
      if (squares[nearest]! <= 25) return look(nearest);
      return squares[nearest]! <= 36 ? outline : outside;
    });
  const glass: Rgb = [220, 222, 225];
  const dark: Rgb = [8, 8, 8];
  return {
    ihc: cells((cell) => (cell < positive ? [80, 50, 30] : [70, 80, 160]), glass),
    dapi: cells(() => [150, 150, 150], dark, dark, dapiShift),
    marker: cells((cell) => (cell < positive ? [200, 200, 200] : dark), dark),
    segmentation: cells((cell) => (cell < positive ? RED : BLUE), BLACK, GREEN),
  };
}
const plain = (colour: Rgb) => picture(SIDE, SIDE, () => colour);

describe('a check of training data', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-check-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = (name: string, { ihc, dapi, marker, segmentation }: Tiles) =>
    writeRow(dir, name, ihc, dapi, marker, segmentation);
  const check = async (maxShiftPx = 2) => checkDataset(await openDataset(dir, PANELS), { maxShiftPx });
  const found = async () =>
    (await check()).findings.map(({ weight, kind, samples }) => [weight, kind, ...samples].join(' '));

  it('counts cells and pixels of both classes, and finds no fault in a good data set', async () => {
    await write('train/a.png', tiles({ seed: 1, positive: 3 }));
    await write('val/b.png', tiles({ seed: 2, positive: 2 }));
    const report = await check();
    assert.deepEqual(report.findings, []);
    assert.deepEqual(report.counts, { train: 1, val: 1 });
    assert.deepEqual([report.samples[0]!.width, report.samples[0]!.height], [SIDE, SIDE]);
    // A disc of radius 5 px has 81 pixels.
    assert.deepEqual(
      report.samples.map(({ balance }) => balance),
      [
        { positiveCells: 3, negativeCells: 6, positivePixels: 243, negativePixels: 486, pixels: SIDE * SIDE },
        { positiveCells: 2, negativeCells: 7, positivePixels: 162, negativePixels: 567, pixels: SIDE * SIDE },
      ],
    );
  });

  for (const [what, change, expected] of [
    ['a blank input', (t) => ({ ...t, ihc: plain([220, 220, 220]) }), ['problem blank train/a']],
    ['a blank modality', (t) => ({ ...t, dapi: plain([9, 9, 9]) }), ['problem blank train/a']],
    [
      'a blank marker beside positive cells',
      (t) => ({ ...t, marker: plain(BLACK) }),
      ['problem blank train/a'],
    ],
    [
      'a segmentation without cells',
      (t) => ({ ...t, segmentation: plain(BLACK) }),
      ['note blank train/a', 'problem balance'],
    ],
    ['a shifted panel', () => tiles({ dapiShift: 6 }), ['problem shifted train/a']],
    [
      'a panel of another sample',
      (t) => ({ ...t, dapi: tiles({ seed: 9 }).dapi }),
      ['problem unrelated train/a'],
    ],
    [
      'many other colours',
      (t) => ({ ...t, segmentation: { ...t.segmentation, data: t.segmentation.data.map((v) => v && 230) } }),
      ['problem colours train/a'],
    ],
  ] as const satisfies readonly (readonly [string, (t: Tiles) => Tiles, readonly string[]])[])
    it(`finds ${what}`, async () => {
      await write('train/a.png', change(tiles()));
      assert.deepEqual(await found(), expected);
    });

  it('accepts a blank marker without positive cells, but reports that none is in all of train', async () => {
    await write('train/a.png', { ...tiles({ positive: 0 }), marker: plain(BLACK) });
    assert.deepEqual(await found(), ['problem balance']);
  });

  it('finds copies, and reports those that are in both splits', async () => {
    await write('train/a.png', tiles({ seed: 1 }));
    await write('train/b.png', tiles({ seed: 2 }));
    await write('val/c.png', tiles({ seed: 1 }));
    const report = await check();
    assert.deepEqual(
      report.findings.map(({ weight, kind, samples }) => [weight, kind, ...samples]),
      [['problem', 'duplicate', 'train/a', 'val/c']],
    );
    assert.match(report.findings[0]!.message, /same input image: validation would test/);
  });

  it('finds copies that were compressed, turned or flipped', async () => {
    const first = tiles({ seed: 1 });
    const altered = Object.fromEntries(
      await Promise.all(
        Object.entries(first).map(async ([name, tile]) => [
          name,
          name === 'ihc' ? await recompressed(turned(tile, 3), 60) : turned(tile, 3),
        ]),
      ),
    ) as Tiles;
    await write('train/a.png', first);
    await write('train/b.png', altered);
    assert.deepEqual(await found(), ['note duplicate train/a train/b']);
  });

  it('continues after a sample that cannot be read', async () => {
    await write('train/a.png', tiles());
    await writeFile(join(dir, 'train/b.png'), 'no image');
    await writeRow(dir, 'train/c.png', tiles().ihc, tiles().dapi);
    const report = await check();
    assert.deepEqual(
      report.findings.map(({ kind, samples }) => `${kind} ${samples.join()}`),
      ['unreadable train/b', 'unreadable train/c'],
    );
    assert.match(report.findings[1]!.message, /192 × 96 px; expected 4 square tiles/);
  });

  it('reports tiles of several sizes', async () => {
    await write('train/a.png', tiles({ seed: 1 }));
    const { ihc, dapi, marker, segmentation } = tiles({ seed: 2 });
    const part = (tile: Raster): Raster =>
      picture(64, 64, (x, y) => {
        const at = 3 * (y * SIDE + x);
        return [tile.data[at]!, tile.data[at + 1]!, tile.data[at + 2]!];
      });
    await writeRow(dir, 'train/b.png', part(ihc), part(dapi), part(marker), part(segmentation));
    const sizes = (await check()).findings.filter(({ kind }) => kind === 'sizes');
    assert.match(sizes[0]!.message, /96 × 96 px \(1\), 64 × 64 px \(1\)/);
  });
});

describe('fingerprints of images', () => {
  it('of different images differ in about half of their bits', () => {
    const hashes = Array.from({ length: 12 }, (_, seed) => coarseHashes(tiles({ seed }).ihc)[0]!);
    for (const [i, a] of hashes.entries())
      for (const b of hashes.slice(i + 1)) assert.ok(hashDistance(a, b) > 10, `${hashDistance(a, b)}`);
  });

  it('recognise a turned image', () => {
    const { ihc } = tiles();
    const [upright] = coarseHashes(ihc);
    for (const turns of [1, 2, 3])
      assert.ok(coarseHashes(turned(ihc, turns)).some((hash) => hashDistance(hash, upright!) <= 2));
  });

  it('count differing bits', () => {
    assert.equal(hashDistance([0, 0], [-1, -1]), 64);
    assert.equal(hashDistance([5, 1 << 31], [4, 0]), 2);
  });
});
