import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDataset } from '../../../engine/dataset/openDataset.js';
import { DEEPLIIF_PANELS, panelsNamed } from '../../../engine/dataset/panels.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { renderRows } from '../../../engine/synthesis/renderRows.js';

const SIDE = 64;

describe('rendered rows', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-render-'));
    for (const name of ['images', 'labels', 'empty']) await mkdir(join(folder, name));
    const labels = new Uint16Array(SIDE * SIDE);
    const grey = new Uint8Array(SIDE * SIDE).fill(200);
    for (let k = 0; k < 9; k++)
      for (let y = 0; y < 14; y++)
        for (let x = 0; x < 14; x++) {
          const at = (3 + 20 * Math.floor(k / 3) + y) * SIDE + 3 + 20 * (k % 3) + x;
          labels[at] = k + 1;
          grey[at] = 60 + 10 * ((x * y) % 4);
        }
    const raw = { width: SIDE, height: SIDE, channels: 1 as const };
    await sharp(grey, { raw }).png().toFile(join(folder, 'images/a.png'));
    await sharp(labels, { raw }).toColourspace('grey16').png().toFile(join(folder, 'labels/a_label.png'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const options = (labels: string, out: string) => ({
    ...{ images: [join(folder, 'images')], labels: [join(folder, labels)], out: join(folder, out) },
    ...{ count: 3, sizePx: 64, seed: 7, validationRatio: 0.34 },
  });

  it('are training data that can be opened, and made again from what is written beside them', async () => {
    const { counts, sources } = await renderRows(options('labels', 'out'));
    assert.deepEqual({ counts, sources }, { counts: { train: 2, val: 1 }, sources: 1 });
    const dataset = await openDataset(join(folder, 'out'), panelsNamed(DEEPLIIF_PANELS));
    assert.equal(dataset.train.length, 2);
    const { width } = await sharp(join(folder, 'out/train/render-000007.png')).metadata();
    assert.equal(width, 6 * 64);
    const provenance = JSON.parse(await readFile(join(folder, 'out/provenance.json'), 'utf8')) as {
      readonly rows: readonly { readonly seed: number }[];
    };
    assert.deepEqual(
      provenance.rows.map(({ seed }) => seed),
      [7, 8, 9],
    );
  });

  it('need labels of the same names', async () => {
    await assert.rejects(
      renderRows(options('empty', 'other')),
      (error: unknown) =>
        error instanceof EngineError && error.message.includes('no image has labels of its name'),
    );
  });
});
