// `deepliif infer` as a user meets it.

import assert from 'node:assert/strict';
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import type { Scoring } from '../../../engine/postprocessing/scoring.js';
import { DEMO_NOTE } from '../../../engine/protocol/demoModel.js';
import type { ResultRecord } from '../../../engine/reading/resultRecord.js';
import { TOY_MODEL } from '../../toyModel.js';
import { deepliif, namesIn, ON_ONNX, ON_TOY, readJson, temporaryFolder, TINY } from './deepliif.js';

interface ScaledResult {
  readonly scoring: Scoring;
  readonly scale: { readonly basis: string; readonly tilePx: number; readonly reason: string };
  readonly notices: readonly string[];
}

interface ReferenceManifest {
  readonly runs: Readonly<Record<string, { readonly outputs: Readonly<Record<string, Scoring>> }>>;
}

const IMAGE = join(TINY, '22_2.png');
/** Cells that the toy model finds in that image at 40x. */
const CELLS = 59;
/** Real Ki67 image of the samples. A person sees some 250 nuclei in it, a sixth of them brown. */
const KI67 = join(packageRoot(), 'extension', 'sample', 'ki67-crop.jpg');
const PICTURES = ['Seg.png', 'SegOverlaid.png', 'SegRefined.png'];
const MODALITIES = ['dapi.png', 'hematoxylin.png', 'lap2.png', 'marker.png'];
const RECORDS = ['cells.json', 'measurements.json', 'plan.json', 'result.json', 'scoring.json'];

describe('an analysis of deepliif infer', () => {
  const folder = temporaryFolder('describe');
  const out = () => join(folder.path, 'results');
  let stdout: string;
  before(async () => {
    const flags = ['--seg-thresh', '150', '--seg-intermediate', '--json'];
    ({ stdout } = await deepliif('infer', IMAGE, '--out', out(), ...ON_TOY, ...flags));
  });

  it('writes down what was analysed, with what and how', async () => {
    const record = await readJson<ResultRecord & { readonly model: object }>(out(), '22_2', 'result.json');
    assert.equal(record.schemaVersion, 1);
    assert.deepEqual([record.image.widthPx, record.image.heightPx], [512, 512]);
    assert.match(record.image.sha256, /^[0-9a-f]{64}$/);
    assert.equal(record.thresholds?.segThreshold, 150);
    assert.equal(record.backend?.precision, 'float32');
    for (const { file } of record.files) assert.ok((await namesIn(out(), '22_2')).includes(file), file);
  });

  it('says that the scores are those of a demo model, in its output and in the record', async () => {
    const { demo, note } = JSON.parse(stdout) as { readonly demo?: boolean; readonly note?: string };
    assert.deepEqual([demo, note], [true, DEMO_NOTE]);
    assert.equal((await readJson<ResultRecord>(out(), '22_2', 'result.json')).model?.demo, true);
  });

  it('keeps the map of every segmentation generator, with --seg-intermediate', async () => {
    const maps = (await namesIn(out(), '22_2')).filter((name) => name.startsWith('Seg-'));
    assert.deepEqual(
      maps,
      ['dapi', 'hematoxylin', 'ihc', 'lap2', 'marker'].map((name) => `Seg-${name}.png`),
    );
  });

  it('speaks JSON to machines, and nothing else on stdout', async () => {
    const document = JSON.parse(stdout) as { readonly results: readonly { readonly scoring: Scoring }[] };
    const written = await readJson<Scoring>(out(), '22_2', 'scoring.json');
    assert.deepEqual(document.results[0]!.scoring, written);
  });
});

describe('the bundled model', () => {
  const folder = temporaryFolder();

  it('finds the nuclei of a real Ki67 image, and plausibly many positive ones', async () => {
    const args = ['--mpp', '0.2271', '--out', folder.path, ...ON_ONNX, '--json'];
    const { stdout } = await deepliif('infer', KI67, ...args);
    const { demo, results } = JSON.parse(stdout) as {
      readonly demo?: boolean;
      readonly results: readonly ScaledResult[];
    };
    const { num_total, percent_pos } = results[0]!.scoring;
    assert.ok(num_total > 100 && num_total < 450, `${num_total} cells`);
    assert.ok(percent_pos > 8 && percent_pos < 35, `${percent_pos} % positive`);
    assert.equal(demo, undefined);
  });
});

describe('deepliif infer', () => {
  const folder = temporaryFolder();
  const out = () => join(folder.path, 'results');
  const infer = (...args: readonly string[]) => deepliif('infer', IMAGE, '--out', out(), ...ON_TOY, ...args);

  it('makes one result folder with modalities, segmentation, cells and scores', async () => {
    const { code, stderr } = await deepliif('infer', IMAGE, '--out', out()); // the backend is chosen
    assert.equal(code, 0, stderr);
    assert.deepEqual(await namesIn(out()), ['22_2']);
    assert.deepEqual(await namesIn(out(), '22_2'), [...PICTURES, ...MODALITIES, ...RECORDS].sort());
    assert.match(stderr, /cells, \d+ positive, \d+ negative/);
  });

  it('scores within one cell of the reference', async () => {
    await infer('--colour', 'as-stored');
    const scoring = await readJson<Scoring>(out(), '22_2', 'scoring.json');
    const reference = await readJson<ReferenceManifest>(TINY, 'manifest.json');
    const expected = reference.runs.tile512_cli_seg_intermediate!.outputs['22_2.json']!;
    for (const field of ['num_total', 'num_pos', 'num_neg'] as const)
      assert.ok(
        Math.abs(scoring[field] - expected[field]) <= 1,
        `${field}: ${scoring[field]}, ${expected[field]}`,
      );
    assert.deepEqual(Object.keys(scoring), Object.keys(expected));
  });

  it('computes in int8, to within a cell, with a model that brings no test pair too', async () => {
    const model = join(folder.path, 'model');
    await cp(TOY_MODEL, model, { recursive: true });
    const manifest = await readJson(model, 'manifest.json');
    await writeFile(join(model, 'manifest.json'), JSON.stringify({ ...manifest, test: undefined }));
    await infer();
    const float32 = await readJson<Scoring>(out(), '22_2', 'scoring.json');
    const { code, stderr } = await infer('--model', model, '--precision', 'int8');
    assert.equal(code, 0, stderr);
    const record = await readJson<ResultRecord>(out(), '22_2', 'result.json');
    assert.equal(record.backend?.precision, 'int8');
    const int8 = await readJson<Scoring>(out(), '22_2', 'scoring.json');
    for (const field of ['num_total', 'num_pos', 'num_neg'] as const)
      assert.ok(Math.abs(int8[field] - float32[field]) <= 1, `${field}: ${int8[field]}, ${float32[field]}`);
  });

  it('finds the same cells in an image of 20x, by the size of its pixels, and says so', async () => {
    const image = join(folder.path, 'half.tif');
    const tiff = { compression: 'lzw', xres: 2000, yres: 2000 } as const; // pixels per mm: 0.5 µm
    await sharp(IMAGE).resize(256, 256).tiff(tiff).toFile(image);
    const half = async (...flags: readonly string[]) => {
      const { stdout } = await deepliif('infer', image, '--out', out(), ...ON_TOY, '--json', ...flags);
      return (JSON.parse(stdout) as { readonly results: readonly ScaledResult[] }).results[0]!;
    };
    const { scoring, scale, notices } = await half();
    assert.ok(Math.abs(scoring.num_total - CELLS) <= 0.1 * CELLS, `${scoring.num_total} of ${CELLS} cells`);
    assert.equal(scale.reason, "20x: tiles of 256 px, by the file's 0.5 µm per pixel (model: 0.25)");
    assert.deepEqual(notices, []);
    const { scale: given, notices: doubts } = await half('--tile-size', '512');
    assert.deepEqual([given.basis, given.tilePx], ['tilePx', 512]);
    assert.match(doubts.join(), /by the file's 0\.5 µm per pixel \(20x\) they would have 256 px/);
  }).timeout(60_000);

  it('makes the segmentation only, with --seg-only', async () => {
    await infer('--seg-only');
    assert.deepEqual(await namesIn(out(), '22_2'), [...PICTURES, ...RECORDS].sort());
  });

  it('makes modalities only, with --mod-only', async () => {
    await infer('--mod-only');
    assert.deepEqual(await namesIn(out(), '22_2'), [...MODALITIES, 'plan.json', 'result.json'].sort());
  });

  it('analyses a folder, leaving out what looks like results of DeepLIIF', async () => {
    const images = join(folder.path, 'images');
    await mkdir(images);
    await copyFile(join(TINY, 'small.png'), join(images, 'a.png'));
    await copyFile(join(TINY, 'small.png'), join(images, 'b.png'));
    await copyFile(join(TINY, 'small.png'), join(images, 'b_SegRefined.png'));
    const { stderr } = await deepliif('infer', images, '--out', out(), ...ON_TOY);
    assert.deepEqual(await namesIn(out()), ['a', 'b']);
    assert.match(stderr, /left out, they look like results of DeepLIIF: b_SegRefined\.png/);
  });

  it('names results after the whole file where two images share a stem', async () => {
    await mkdir(join(folder.path, 'other'));
    await copyFile(join(TINY, 'small.png'), join(folder.path, 'a.png'));
    await copyFile(join(TINY, 'small.png'), join(folder.path, 'other', 'a.png'));
    await deepliif(
      'infer',
      join(folder.path, 'a.png'),
      join(folder.path, 'other', 'a.png'),
      '--out',
      out(),
      ...ON_TOY,
    );
    assert.deepEqual(await namesIn(out()), ['a.png', 'a.png-2']);
  });

  it('goes on after an image that cannot be read, and says so in the exit code', async () => {
    const broken = join(folder.path, 'broken.png');
    await writeFile(broken, 'this is text');
    const { code, stdout } = await deepliif(
      'infer',
      broken,
      join(TINY, 'small.png'),
      '--out',
      out(),
      '--json',
    );
    assert.equal(code, 3);
    assert.deepEqual(await namesIn(out()), ['small']);
    const { results } = JSON.parse(stdout) as {
      readonly results: readonly { readonly error?: { readonly code: string } }[];
    };
    assert.deepEqual(
      results.map(({ error }) => error?.code),
      ['image-unreadable', undefined],
    );
  });

  it('keeps the results of the other images when one name is too long for the disk', async () => {
    const long = join(folder.path, `${'x'.repeat(240)}.png`);
    await cp(join(TINY, 'small.png'), long);
    const paths = [long, join(TINY, 'small.png')];
    const { code, stdout, stderr } = await deepliif('infer', ...paths, '--out', out(), ...ON_TOY, '--json');
    assert.equal(code, 7, stderr);
    assert.deepEqual(await namesIn(out()), ['small']);
    const { results } = JSON.parse(stdout) as {
      readonly results: readonly { readonly error?: { readonly code: string; readonly message: string } }[];
    };
    assert.deepEqual(results.map(({ error }) => error?.code), ['output-unwritable', undefined]); // prettier-ignore
    assert.match(results[0]!.error!.message, /the name is too long for this disk\. Shorten it/);
  });

  it('replaces an earlier result of the same image', async () => {
    await infer('--seg-only');
    await infer('--mod-only');
    assert.deepEqual(await namesIn(out(), '22_2'), [...MODALITIES, 'plan.json', 'result.json'].sort());
    assert.deepEqual(await namesIn(out()), ['22_2']);
  });
});
