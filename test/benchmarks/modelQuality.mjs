// Quality of models on real images: `npm run bench:model -- DATA [MODEL …] [--only PART,…]`. DATA is a folder with the sets of
// qualitySets.mjs; those that are missing are left out. Compares the bundled model, other models that are named, and the classical
// baseline, by `deepliif evaluate`. A row is printed as soon as it is measured. The images are for measuring only: no model was
// trained on them.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { openModelFolder } from '../../out/engine/analysis/openAnalyser.js';
import { DEFAULT_MODEL } from '../../out/engine/protocol/defaultModel.js';
import { measureBackends } from './modelOnBackends.mjs';
import { imagesOf, SETS } from './qualitySets.mjs';
import { fieldsOfStains } from './stainVectors.mjs';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** One tissue on two scanners: the percentages should be the same. */
const SCANNERS = [
  { file: 'openslide-ki67/OS-2-ndpi.jpg', mpp: 0.2271 },
  { file: 'openslide-ki67/OS-2-vsi.jpg', mpp: 0.3461 },
];

/** Pictures larger than a tile. */
const LARGE = [
  'deepliif-samples/large/ROI_1.png',
  'deepliif-samples/large/ROI_127.png',
  ...SCANNERS.map(({ file }) => file),
];
/** Largest square that is computed untiled, and the number whose multiples networks take. */
const [UNTILED_PX, MULTIPLE_PX] = [1408, 128];

/** Limits that must be kept. */
const MOST = { stainPoints: 3, tilingPercent: 0.5, difference: 1e-4 };

const PARTS = {
  ...Object.fromEntries(SETS.map((set) => [set.id, (methods) => measure(set, methods)])),
  scanners: compareScanners,
  stains: changeStains,
  tiling: compareTiling,
  backends: compareBackends,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: Object.keys(PARTS).join(',') } },
});
const [data, ...models] = positionals;
const parts = values.only.split(',');
const unknown = parts.find((part) => !(part in PARTS));
if (data === undefined || unknown !== undefined)
  throw new Error(
    `usage: npm run bench:model -- DATA [MODEL …] [--only PART,…]; parts: ${Object.keys(PARTS).join(', ')}`,
  );
const work = await mkdtemp(join(tmpdir(), 'model-quality-'));
try {
  const methods = [
    { title: 'bundled', model: DEFAULT_MODEL, infer: inferBy() },
    ...models.map((model) => ({ title: basename(model), model, infer: inferBy('--model', model) })),
    { title: 'classical', infer: classical },
  ];
  for (const part of parts) await PARTS[part](methods);
} finally {
  await rm(work, { recursive: true, force: true });
}

async function measure(set, methods) {
  if (!existsSync(join(data, set.images))) return;
  const images = await imagesOf(set, data);
  const row = openTable(`${set.title}: ${images.length} images`, Object.keys(set.shows));
  for (const [i, { title, infer }] of methods.entries()) {
    const out = join(work, `${set.id}-${i}`);
    await infer(images, set.mpp, out);
    row(title, await scores(set, out));
  }
  if (!set.original) return;
  // Maps as its networks wrote them, with the cells that the post-processing finds in them.
  const out = join(work, `${set.id}-original`);
  for (const image of images) {
    const map = join(data, set.original.folder, basename(image, extname(image)) + set.original.ending);
    await deepliif('postprocess', '--image', image, '--seg', map, '--resolution', '40x', '--out', out);
  }
  row('the original’s stored outputs', await scores(set, out));
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
  const row = openTable('One tissue on two scanners, percentage', ['Hamamatsu', 'Olympus', 'difference']);
  for (const [i, { title, infer }] of withNetworks(methods).entries()) {
    const percents = [];
    for (const { file, mpp } of SCANNERS) {
      const out = join(work, `scanners-${i}-${basename(file)}`);
      await infer([join(data, file)], mpp, out);
      percents.push((await scoringIn(out)).percent_pos);
    }
    row(title, [...percents, Math.abs(percents[0] - percents[1])]);
  }
}

/** Percentage of a field whose stain vectors have one component 10 % larger or smaller. */
async function changeStains(methods) {
  const { file, mpp } = SCANNERS[0];
  if (!existsSync(join(data, file))) return;
  const fields = await fieldsOfStains(join(data, file), 1024);
  for (const [m, { title, infer }] of withNetworks(methods).entries()) {
    const row = openTable(`Stain vectors changed by 10 %, ${title}`, ['percentage', 'movement, points']);
    const percents = [];
    for (const [i, { name, write }] of fields.entries()) {
      const folder = join(work, `stains-${m}-${i}`);
      await mkdir(folder);
      await write(join(folder, 'field.png'));
      await infer([join(folder, 'field.png')], mpp, join(folder, 'results'));
      percents.push((await scoringIn(join(folder, 'results'))).percent_pos);
      row(name, [percents[i], percents[i] - percents[0]]);
    }
    tellLargest(
      percents.map((percent) => percent - percents[0]),
      MOST.stainPoints,
      'points',
    );
  }
}

/** Cells of a picture that is computed in tiles, and as one tile: by a copy of the model whose tile is that large. */
async function compareTiling(methods) {
  const files = LARGE.filter((file) => existsSync(join(data, file)));
  for (const [m, { title, model }] of withNetworks(methods).entries()) {
    const row = openTable(`Cells of tiled and untiled pictures, ${title}`, [
      ...['side, px', 'tiled', 'untiled', 'difference, %'],
    ]);
    const { dir, manifest } = await openModelFolder(model);
    const differences = [];
    for (const [i, file] of files.entries()) {
      const folder = join(work, `tiling-${m}-${i}`);
      await mkdir(folder);
      const image = join(folder, 'square.png');
      const sidePx = await writeSquare(join(data, file), image);
      const large = join(folder, 'model');
      await cp(dir, large, { recursive: true });
      // Its own test does not fit any more.
      const changed = JSON.stringify({ ...manifest, tilePx: sidePx, test: undefined });
      await writeFile(join(large, 'manifest.json'), changed);
      const count = async (out, ...flags) => {
        await deepliif('infer', image, ...flags, '--out', out);
        return (await scoringIn(out)).num_total;
      };
      const tiled = await count(
        join(folder, 'tiled'),
        ...['--model', dir, '--tile-size', String(manifest.tilePx)],
      );
      const untiled = await count(
        join(folder, 'untiled'),
        ...['--model', large, '--tile-size', String(sidePx), '--overlap', '0'],
      );
      differences.push((100 * (tiled - untiled)) / untiled);
      row(basename(file), [sidePx, tiled, untiled, differences[i]]);
    }
    tellLargest(differences, MOST.tilingPercent, '%');
  }
}

/** Writes the square in the middle of a picture whose side networks can take; returns its side. */
async function writeSquare(file, to) {
  const { width, height } = await sharp(file).metadata();
  const shortest = Math.min(width, height, UNTILED_PX);
  const side = Math.floor(shortest / MULTIPLE_PX) * MULTIPLE_PX;
  const [left, top] = [width, height].map((length) => Math.floor((length - side) / 2));
  await sharp(file).removeAlpha().extract({ left, top, width: side, height: side }).png().toFile(to);
  return side;
}

async function compareBackends(methods) {
  for (const { title, model } of withNetworks(methods)) {
    const row = openTable(`Backends, test tile of ${title}`, ['seconds a tile', 'largest difference']);
    const differences = [];
    await measureBackends(model, ['onnx', 'wasm'], ({ id, seconds, difference }) => {
      differences.push(difference);
      row(id, [seconds, difference]);
    });
    tellLargest(differences, MOST.difference, '(values −1 to 1)');
  }
}

function withNetworks(methods) {
  return methods.filter(({ model }) => model !== undefined);
}

/** Scores of the one result in a folder. */
async function scoringIn(out) {
  const [result] = await readdir(out);
  return JSON.parse(await readFile(join(out, result, 'scoring.json'), 'utf8'));
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

/** Prints the head of a table; the function prints a row. */
function openTable(title, columns) {
  const cells = (texts) => console.log(`| ${texts.join(' | ')} |`);
  console.log(`\n${title}\n`);
  cells(['', ...columns]);
  cells(['---', ...columns.map(() => '---')]);
  return (name, numbers) => cells([name, ...numbers.map(shown)]);
}

function tellLargest(numbers, most, unit) {
  const largest = Math.max(...numbers.map(Math.abs));
  const verdict = largest <= most ? 'reached' : 'NOT reached';
  console.log(`\nLargest: ${shown(largest)} ${unit}; at most ${most}: ${verdict}`);
}

function shown(value) {
  if (value === undefined || value === null) return '–';
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) < 0.001) return value.toExponential(1);
  return value.toFixed(Math.abs(value) < 2 ? 3 : 1);
}
