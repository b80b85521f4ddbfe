import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePng } from '../../../engine/images/encode.js';
import { outputOfResult } from '../../../engine/outputs/outputOfResult.js';
import {
  MOST_OUTPUT_BYTES,
  OUTPUT_MIMES,
  resultOutput,
  type OutputBundle,
  type ResultOutput,
} from '../../../engine/protocol/outputs.js';
import { MADE_POSITIVE } from '../exports/exportFolder.js';
import { RECORD, SCALED, SHA256, writeResult } from '../exports/storedResult.js';
import { manyCells } from './manyCells.js';

describe('output of a result', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-outputs-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const outputOf = (bundle: OutputBundle): ResultOutput =>
    resultOutput(JSON.parse(JSON.stringify(bundle[OUTPUT_MIMES.result])), 'output');

  it('has scores, their interval, the scale and what is missing', async () => {
    const folder = join(root, 'results', 'tile');
    await writeResult(folder, { record: SCALED });
    const bundle = await outputOfResult(folder, { notebookFolder: root });
    const { place, image, maps, scale, notices } = outputOf(bundle);
    assert.equal(place.path, 'results/tile');
    assert.deepEqual(image, { name: 'gone.png', widthPx: 12, heightPx: 7, mpp: 0.5 });
    assert.equal(scale!.tilePx, 256);
    assert.equal(maps[0]!.scoring.percent_pos, 50);
    assert.ok(maps[0]!.interval!.low < 50 && maps[0]!.interval!.high > 50);
    assert.match(notices.join(' '), /IHC is not shown/);
    assert.match(bundle['text/plain'] as string, /gone\.png\n50\.0 % positive \(1 of 2 cells, 95 % interval/);
  });

  it('keeps classes that a person set, without the time of setting them', async () => {
    const folder = join(root, 'tile');
    await writeResult(folder, { corrections: [MADE_POSITIVE] });
    const bundle = await outputOfResult(folder, { notebookFolder: root });
    const [map] = outputOf(bundle).maps;
    assert.ok(map!.cells!.columns.includes('set'));
    assert.equal(map!.correctedScoring!.num_pos, 2);
    assert.doesNotMatch(JSON.stringify(bundle), /2026-01-0/);
  });

  it('is the same for the same folder, and names no folder of this machine if it lies below the notebook', async () => {
    const here = join(root, 'here', 'tile');
    const elsewhere = join(root, 'elsewhere', 'tile');
    await writeResult(here);
    await cp(here, elsewhere, { recursive: true });
    const first = await outputOfResult(here, { notebookFolder: join(root, 'here') });
    const second = await outputOfResult(elsewhere, { notebookFolder: join(root, 'elsewhere') });
    assert.deepEqual(first, second);
    assert.ok(!JSON.stringify(first).includes(root));
    const outside = await outputOfResult(here, { notebookFolder: join(root, 'elsewhere') });
    assert.equal(outputOf(outside).place.path, here);
  });

  it('with 10,000 cells and noisy pictures keeps its bound, and thresholds and pictures', async () => {
    const { sidePx, cells } = manyCells(100);
    const folder = join(root, 'tile');
    const pictures = ['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg'];
    const record = {
      ...RECORD,
      image: { ...RECORD.image, path: 'ihc.png', widthPx: sidePx, heightPx: sidePx },
      files: [
        ...RECORD.files,
        ...pictures.map((name) => ({
          ...{ name, file: `${name}.png` },
          role: name === 'Seg' ? ('segmentation' as const) : ('modality' as const),
        })),
      ],
    };
    await writeResult(folder, { record, cells: cells.map((cell) => cell) });
    await writeCells(folder, sidePx, cells);
    const data = Uint8Array.from({ length: 3 * 256 * 256 }, (_, i) => (i * 7919) >> 3);
    for (const name of ['ihc', ...pictures])
      await writePng({ width: 256, height: 256, channels: 3, data }, join(folder, `${name}.png`));
    const bundle = await outputOfResult(folder, { notebookFolder: root });
    const output = outputOf(bundle);
    assert.ok(Buffer.byteLength(JSON.stringify(output)) <= MOST_OUTPUT_BYTES);
    assert.equal(output.maps[0]!.cells!.count, 10_000);
    assert.equal(output.pictures.length, 6);
    assert.ok((bundle['image/png'] as string).length < 200_000);
  });

  it('cuts a long name, and names a model without a title by its id', async () => {
    const folder = join(root, 'tile');
    const record = {
      ...RECORD,
      image: { ...RECORD.image, path: `../${'x'.repeat(250)}.png` },
      model: { id: 'tiny', title: '', manifestSha256: SHA256 },
    };
    await writeResult(folder, { record });
    const { image, model } = outputOf(await outputOfResult(folder, { notebookFolder: root }));
    assert.deepEqual([image.name.length, model!.title], [200, 'tiny']);
  });

  it('shows its overlay, however many other pictures it has', async () => {
    const folder = join(root, 'tile');
    const overlay = { name: 'SegOverlaid', file: 'SegOverlaid.png', role: 'overlay' };
    const parts = Array.from({ length: 12 }, (_, i) => ({
      ...{ name: `Seg-${i}`, file: `Seg-${i}.png`, role: 'intermediate' },
    }));
    await writeResult(folder, { record: { ...RECORD, files: [...RECORD.files, ...parts, overlay] } });
    const data = new Uint8Array(3 * 12 * 7).fill(100);
    await writePng({ width: 12, height: 7, channels: 3, data }, join(folder, overlay.file));
    assert.ok('image/png' in (await outputOfResult(folder, { notebookFolder: root })));
  });
});

async function writeCells(folder: string, sidePx: number, cells: readonly unknown[]): Promise<void> {
  const found = { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null, resolution: '40x' };
  const head = { schemaVersion: 1, widthPx: sidePx, heightPx: sidePx, found };
  await writeFile(join(folder, 'cells.json'), JSON.stringify({ ...head, cells }));
}
