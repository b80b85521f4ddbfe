// Parity of a whole model: import, tiles, stitching, empty tiles, mirrored images, pictures and scores (fixture d).

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { comparePixels } from '../../engine/analysis/testModel.js';
import type { Backend } from '../../engine/backends/backend.js';
import { openBackend } from '../../engine/backends/openBackend.js';
import { importDeepLiif } from '../../engine/checkpoints/importDeepLiif.js';
import { writeModelFolder, type ModelFolder } from '../../engine/checkpoints/modelFolder.js';
import type { Scoring } from '../../engine/postprocessing/scoring.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { within, type ParityCheck, type ParitySuite } from './check.js';
import { floatChecks } from './dModelFloats.js';
import { optionsOf, startModel, type RunResult } from './dModelRun.js';
import { slideChecks } from './dModelSlide.js';
import { weightChecks } from './dModelWeights.js';

interface ImageOutput {
  readonly size_wh: readonly [number, number];
  readonly rgb_sha256: string;
  readonly mean_rgb: readonly number[];
  readonly std_rgb: readonly number[];
  readonly png?: string;
  readonly part_png?: string;
  readonly part_box?: readonly [number, number, number, number];
}

interface Run {
  readonly args?: string;
  readonly outputs?: Readonly<Record<string, ImageOutput | Scoring>>;
  readonly rename?: Readonly<Record<string, string>>;
  readonly options_seen?: {
    readonly seg_weights: readonly number[];
    readonly background_colors: readonly number[][];
  };
}

export interface Manifest {
  readonly files_pth: readonly string[];
  readonly files_pt: readonly string[];
  readonly state_dict_keys: Readonly<Record<string, readonly (readonly [string, readonly number[]])[]>>;
  readonly runs: Readonly<Record<string, Run>>;
  readonly float_outputs?: unknown;
}

const TINY = 'DeepLIIF_tiny';
const SERIALISED = 'DeepLIIF_tiny_serialized';
const LEGACY = 'legacy_names_serialized';

export const dModel: ParitySuite = async function* (root, context) {
  const folder = join(root, 'd_model');
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const temporary = await mkdtemp(join(tmpdir(), 'deepliif-parity-'));
  const backend = await openBackend(context.backend);
  try {
    const model = await importedModel(join(folder, SERIALISED), join(temporary, 'pt'));
    yield* weightChecks(folder, manifest, { checkpoints: TINY, serialised: SERIALISED });
    for (const [name, run] of Object.entries(manifest.runs)) {
      if (!run.outputs) continue;
      const usesLegacyNames = run.rename !== undefined;
      const runModel = usesLegacyNames
        ? await importedModel(await legacyFolder(folder, run.rename, temporary), join(temporary, 'legacy'))
        : model;
      if (run.options_seen) yield* optionChecks(name, runModel, run.options_seen);
      yield* runChecks(folder, name, run, runModel, backend);
    }
    yield* floatChecks(folder, manifest.float_outputs, model, backend);
    yield* slideChecks(folder, manifest.runs, model, backend);
  } finally {
    await backend.dispose();
    await rm(temporary, { recursive: true, force: true });
  }
};

/** Imports a folder of the reference as a user would. */
export async function importedModel(dir: string, into: string): Promise<ModelFolder> {
  const { manifest, weightsByFile } = await importDeepLiif(dir);
  await writeModelFolder(into, manifest, weightsByFile);
  return { manifest, dir: into };
}

/** Serialised networks under their names in old releases, beside an options file of old releases. */
async function legacyFolder(
  folder: string,
  rename: Readonly<Record<string, string>>,
  temporary: string,
): Promise<string> {
  const dir = join(temporary, 'old-names');
  await cp(join(folder, LEGACY), dir, { recursive: true });
  for (const [from, to] of Object.entries(rename))
    await cp(join(folder, SERIALISED, `${from}.pt`), join(dir, `${to}.pt`));
  return dir;
}

function* optionChecks(
  name: string,
  { manifest }: ModelFolder,
  seen: NonNullable<Run['options_seen']>,
): Generator<ParityCheck> {
  const weights = manifest.segmentations.map((entry) => entry.weight);
  const colours = manifest.translations.map((entry) => entry.backgroundColour);
  yield same(`${name} · segmentation weights`, weights, seen.seg_weights);
  yield same(`${name} · background colours`, colours, seen.background_colors);
}

async function* runChecks(
  folder: string,
  name: string,
  run: Run,
  model: ModelFolder,
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  // The reference keeps intermediate maps in the legacy run, although its arguments do not say so.
  const asksIntermediate = Object.keys(run.outputs!).some((file) => file.endsWith('_s.png'));
  const tileSize = /tile(\d+)/.exec(name)?.[1];
  const args = `${run.args ?? ''}${asksIntermediate ? ' --seg-intermediate' : ''}`;
  const options = optionsOf(
    args.includes('--tile-size') || !tileSize ? args : `${args} --tile-size ${tileSize}`,
  );
  const running = await startModel(model, backend, options);
  try {
    for (const [stem, outputs] of outputsByImage(run.outputs!)) {
      const result = await running.run(await readRgb(join(folder, `${stem}.png`)));
      for (const [key, expected] of outputs)
        yield* outputChecks(folder, `${name} · ${stem} · ${key}`, key, expected, result);
    }
  } finally {
    await running.dispose();
  }
}

/** "22_2_mod1-Hema.png" → image "22_2", key "mod1-Hema"; "22_2.json" → key "scoring". */
function outputsByImage(
  outputs: NonNullable<Run['outputs']>,
): ReadonlyMap<string, readonly (readonly [string, ImageOutput | Scoring])[]> {
  const byImage = new Map<string, [string, ImageOutput | Scoring][]>();
  for (const [file, expected] of Object.entries(outputs)) {
    const [, stem, key] = /^(.*?)(?:_(mod\d+(?:-[A-Za-z0-9]+)?(?:_s)?|Seg[A-Za-z]*))?\.(?:png|json)$/.exec(
      file,
    )!;
    const list = byImage.get(stem!) ?? [];
    list.push([key ?? 'scoring', expected]);
    byImage.set(stem!, list);
  }
  return byImage;
}

async function* outputChecks(
  folder: string,
  name: string,
  key: string,
  expected: ImageOutput | Scoring,
  result: RunResult,
): AsyncGenerator<ParityCheck> {
  if ('num_total' in expected) {
    yield* scoringChecks(name, result.scored!.scoring, expected);
    return;
  }
  const actual = result.images.get(key);
  if (!actual) {
    yield { name, largestError: Infinity, tolerance: 0, pass: false, note: 'the image was not made' };
    return;
  }
  const isNetworkOutput = key !== 'SegRefined' && key !== 'SegOverlaid';
  if (expected.png) {
    const png = await readRgb(await locate(folder, expected.png));
    yield* pixelChecks(name, actual, png, isNetworkOutput);
  } else if (expected.part_png && expected.part_box) {
    const [x0, y0, x1, y1] = expected.part_box;
    const png = await readRgb(await locate(folder, expected.part_png));
    yield* pixelChecks(name, crop(actual, x0, y0, x1 - x0, y1 - y0), png, isNetworkOutput);
  }
  // Statistics of the whole image are compared if only a part of it, or none, is in the fixture.
  const { means, deviations } = statistics(actual);
  const tolerance = isNetworkOutput ? 0.1 : 1;
  yield within(
    `${name} · mean and deviation`,
    largest(means, expected.mean_rgb, deviations, expected.std_rgb),
    tolerance,
  );
  yield same(`${name} · size`, [actual.width, actual.height], expected.size_wh);
}

/**
 * Compares grey levels and the share of equal pixels. Pictures of classes differ by whole colours, so only the share
 * counts for them.
 */
export function* pixelChecks(
  name: string,
  actual: Raster,
  expected: Raster,
  isNetworkOutput: boolean,
): Generator<ParityCheck> {
  const { largestDifferenceLevels, equalShare } = comparePixels(actual, expected);
  if (isNetworkOutput) yield within(`${name} · grey levels`, largestDifferenceLevels, 1);
  yield within(`${name} · share of differing pixels`, 1 - equalShare, 0.01);
}

/**
 * Thresholds make scores slightly chaotic: one cell may change its class, and the automatic size threshold may change
 * by one pixel.
 */
export function* scoringChecks(
  name: string,
  actual: Scoring,
  expected: Partial<Scoring>,
): Generator<ParityCheck> {
  for (const field of ['num_total', 'num_pos', 'num_neg'] as const)
    yield within(`${name} · ${field}`, Math.abs(actual[field] - expected[field]!), 1);
  if (expected.size_thresh !== undefined)
    yield within(`${name} · size_thresh`, Math.abs(actual.size_thresh - expected.size_thresh), 1);
  if (expected.percent_pos !== undefined && expected.num_total! > 0)
    yield within(
      `${name} · percent_pos`,
      Math.abs(actual.percent_pos - expected.percent_pos),
      100 / expected.num_total!,
    );
}

export function same(name: string, actual: unknown, expected: unknown): ParityCheck {
  const equal = JSON.stringify(actual) === JSON.stringify(expected);
  const note = `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
  return { name, largestError: equal ? 0 : Infinity, tolerance: 0, pass: equal, ...(equal ? {} : { note }) };
}

/** Finds a file; the manifests name files without their sub-folder. */
async function locate(folder: string, file: string): Promise<string> {
  for (const sub of ['', 'tile512', 'roi', 'blank', 'small']) {
    const path = join(folder, sub, file);
    if (await readFile(path).catch(() => undefined)) return path;
  }
  throw new Error(`${file} is named in the manifest but missing in ${folder}`);
}

export async function readRgb(path: string): Promise<Raster> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

export function crop(image: Raster, x: number, y: number, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { width, height, channels: 3, data };
}

function statistics({ data }: Raster): {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
} {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    sums[i % 3]! += data[i]!;
    squares[i % 3]! += data[i]! ** 2;
  }
  const n = data.length / 3;
  const means = sums.map((sum) => sum / n);
  return {
    means,
    deviations: squares.map((square, c) => Math.sqrt(Math.max(0, square / n - means[c]! ** 2))),
  };
}

function largest(
  means: readonly number[],
  expectedMeans: readonly number[],
  deviations: readonly number[],
  expectedDeviations: readonly number[],
): number {
  const differences = [
    ...means.map((mean, c) => Math.abs(mean - expectedMeans[c]!)),
    ...deviations.map((deviation, c) => Math.abs(deviation - expectedDeviations[c]!)),
  ];
  return Math.max(...differences);
}
