// Quality of models on real images: `npm run bench:model -- DATA [MODEL …]`. DATA is a folder with the sets below; those that
// are missing are left out. Compares the bundled model, other models that are named, and the classical baseline, by
// `deepliif evaluate`. The images are for measuring only: no model was trained on them.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** Sets with a truth. `shows`: column → metric of the summary, or of all cells together (`pooled:`). */
const SETS = [
  {
    title: 'BCData, 40x',
    images: 'ki67-labelled/bcdata/images',
    truth: 'ki67-labelled/bcdata/points',
    mpp: 0.25,
    flags: ['--radius', '10'],
    shows: {
      'F1 positive': 'pooled:detectionF1.positive',
      'F1 negative': 'pooled:detectionF1.negative',
      'F1 mean': 'pooled:detectionF1.mean',
      'index off by': 'percentError',
    },
  },
  {
    title: 'dlubak, 20x',
    images: 'ki67-labelled/dlubak/images',
    truth: 'ki67-labelled/dlubak/points',
    mpp: 0.5,
    flags: ['--radius', '6', '--outlines', 'ki67-labelled/dlubak/roi'],
    shows: { 'F1 mean': 'pooled:detectionF1.mean', 'index off by': 'percentError' },
  },
  {
    title: 'DeepLIIF’s test tiles, 40x',
    images: 'deepliif-samples/test',
    truth: 'deepliif-samples/test_groundtruth',
    mpp: 0.25,
    original: { folder: 'deepliif-samples/test_outputs', ending: '_fake_B_5.png' },
    shows: { 'Dice positive': 'dice.positive', 'Dice negative': 'dice.negative', 'Dice any': 'dice.any' },
  },
  {
    title: 'DSB stage 1 test, colour',
    images: 'dsb2018-stage1test/images',
    truth: 'dsb2018-stage1test/labels',
    only: 'colour',
    mpp: 0.25,
    shows: { AJI: 'aji.any', 'panoptic quality': 'panopticQuality.any' },
  },
];

/** One tissue on two scanners: the percentages should be the same. */
const SCANNERS = [
  { file: 'openslide-ki67/OS-2-ndpi.jpg', mpp: 0.2271 },
  { file: 'openslide-ki67/OS-2-vsi.jpg', mpp: 0.3461 },
];

const [data, ...models] = process.argv.slice(2);
if (data === undefined) throw new Error('usage: npm run bench:model -- DATA [MODEL …]');
const work = await mkdtemp(join(tmpdir(), 'model-quality-'));
try {
  const methods = [
    { title: 'bundled', infer: inferBy() },
    ...models.map((model) => ({ title: basename(model), infer: inferBy('--model', model) })),
    { title: 'classical', infer: classical },
  ];
  for (const set of SETS) await measure(set, methods);
  await compareScanners(methods);
  for (const method of methods.filter(({ infer }) => infer !== classical)) await changeStains(method);
} finally {
  await rm(work, { recursive: true, force: true });
}

async function measure(set, methods) {
  if (!existsSync(join(data, set.images))) return;
  const images = await imagesOf(set);
  const rows = [];
  for (const { title, infer } of methods) {
    const out = join(work, `${title}-${basename(set.truth)}-${rows.length}`);
    await infer(images, set.mpp, out);
    rows.push([title, await scores(set, out)]);
  }
  if (set.original) {
    const out = join(work, 'original');
    await mkdir(out);
    for (const file of await readdir(join(data, set.original.folder)))
      if (file.endsWith(set.original.ending))
        await copyFile(
          join(data, set.original.folder, file),
          join(out, file.replace(set.original.ending, '_SegRefined.png')),
        );
    rows.push(['the original’s stored outputs', await scores(set, out)]);
  }
  const columns = Object.keys(set.shows);
  print(`${set.title}: ${images.length} images`, columns, rows);
}

async function imagesOf({ images, only }) {
  const folder = join(data, images);
  const files = (await readdir(folder)).map((file) => join(folder, file));
  if (only === undefined) return files;
  const index = JSON.parse(await readFile(join(folder, '..', 'index.json'), 'utf8'));
  const kept = new Set(index.filter(({ kind }) => kind === only).map(({ file }) => file));
  return files.filter((file) => kept.has(basename(file)));
}

async function scores({ truth, flags = [], shows }, out) {
  const given = flags.map((flag) => (flag.includes('/') ? join(data, flag) : flag));
  const found = JSON.parse(
    await deepliif('evaluate', '--pred', out, '--truth', join(data, truth), ...given, '--json'),
  );
  return Object.values(shows).map((metric) =>
    metric.startsWith('pooled:') ? found.pooled[metric.slice('pooled:'.length)] : found.summary[metric]?.mean,
  );
}

async function compareScanners(methods) {
  if (!SCANNERS.every(({ file }) => existsSync(join(data, file)))) return;
  const rows = [];
  for (const { title, infer } of methods.filter(({ infer: by }) => by !== classical)) {
    const percents = [];
    for (const { file, mpp } of SCANNERS) {
      const out = join(work, `${title}-${basename(file)}`);
      await infer([join(data, file)], mpp, out);
      const [result] = await readdir(out);
      percents.push(JSON.parse(await readFile(join(out, result, 'scoring.json'), 'utf8')).percent_pos);
    }
    rows.push([title, [...percents, Math.abs(percents[0] - percents[1])]]);
  }
  print('One tissue on two scanners, percentage', ['Hamamatsu', 'Olympus', 'difference'], rows);
}

/** Percentage of a field whose stain vectors have one component 10 % larger or smaller. */
async function changeStains({ title, infer }) {
  const { file, mpp } = SCANNERS[0];
  if (!existsSync(join(data, file))) return;
  const field = sharp(join(data, file)).extract({ left: 0, top: 0, width: 1024, height: 1024 });
  const { data: pixels, info } = await field.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const folder = join(work, `${title}-stains`);
  await mkdir(folder);
  const variants = [['as it is', VECTORS]];
  for (const stain of [0, 1])
    for (const channel of [0, 1, 2])
      for (const factor of [0.9, 1.1]) {
        const vectors = VECTORS.map((vector) => [...vector]);
        vectors[stain][channel] *= factor;
        variants.push([
          `${['hematoxylin', 'DAB'][stain]}, ${['red', 'green', 'blue'][channel]} × ${factor}`,
          vectors,
        ]);
      }
  const rows = [];
  for (const [i, [name, vectors]] of variants.entries()) {
    const image = join(folder, `${i}.png`);
    await sharp(restained(pixels, vectors), { raw: info }).png().toFile(image);
    await infer([image], mpp, join(folder, 'results'));
    const { percent_pos: percent } = JSON.parse(
      await readFile(join(folder, 'results', String(i), 'scoring.json'), 'utf8'),
    );
    rows.push([name, [percent, percent - (rows[0]?.[1][0] ?? percent)]]);
  }
  print(`Stain vectors changed by 10 %, ${title}`, ['percentage', 'difference'], rows);
}

/** Densities of hematoxylin and DAB (Ruifrok and Johnston 2001), and of what is neither. */
const VECTORS = [
  [0.65, 0.7, 0.29],
  [0.27, 0.57, 0.78],
  [0.71, -0.42, 0.57],
];

/** Pixels with the same amounts of stains, of other vectors. */
function restained(pixels, vectors) {
  const amounts = inverse(VECTORS);
  const out = Buffer.alloc(pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const density = [0, 1, 2].map((c) => -Math.log10((pixels[i + c] + 1) / 256));
    const amount = [0, 1, 2].map((s) => density.reduce((sum, value, c) => sum + value * amounts[c][s], 0));
    for (let c = 0; c < 3; c++) {
      const changed = amount.reduce((sum, value, s) => sum + value * vectors[s][c], 0);
      out[i + c] = Math.min(255, Math.max(0, Math.round(256 * 10 ** -changed - 1)));
    }
  }
  return out;
}

/** Inverse of a 3 × 3 matrix by its cofactors. */
function inverse(m) {
  const at = (r, c) => m[(r + 3) % 3][(c + 3) % 3];
  const cofactor = (r, c) => at(r + 1, c + 1) * at(r + 2, c + 2) - at(r + 1, c + 2) * at(r + 2, c + 1);
  const determinant = [0, 1, 2].reduce((sum, c) => sum + m[0][c] * cofactor(0, c), 0);
  return [0, 1, 2].map((r) => [0, 1, 2].map((c) => cofactor(c, r) / determinant));
}

function inferBy(...flags) {
  return (images, mpp, out) => deepliif('infer', ...images, ...flags, '--mpp', String(mpp), '--out', out);
}

/** The baseline reads pictures as they are. */
function classical(images, mpp, out) {
  return deepliif('classical', ...images, '--mpp', String(mpp), '--out', out);
}

async function deepliif(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { maxBuffer: 2 ** 28 });
  return stdout;
}

function print(title, columns, rows) {
  const cells = (values) => `| ${values.join(' | ')} |`;
  const shown = (value) => (value === undefined || value === null ? '–' : value.toFixed(value < 2 ? 3 : 1));
  console.log(`\n${title}\n`);
  console.log(cells(['', ...columns]));
  console.log(cells(['---', ...columns.map(() => '---')]));
  for (const [name, values] of rows) console.log(cells([name, ...values.map(shown)]));
}
