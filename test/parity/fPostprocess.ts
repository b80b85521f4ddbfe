// Parity of post-processing: thresholds, cells, scores, pictures and cell data against fixture folder f_postprocess.
// All values are integers and must be equal. postprocessManifest.ts describes the manifest.

import path from 'node:path';
import { growBackground } from '../../engine/postprocessing/background.js';
import {
  cellData,
  cellRecords,
  readCellData,
  type CellDataVersion,
} from '../../engine/postprocessing/cellData.js';
import { findCells, type FoundCells } from '../../engine/postprocessing/cells.js';
import { markerPlane, opticalDensityPlane } from '../../engine/postprocessing/intensityPlanes.js';
import { automaticMarkerThreshold, markerRange } from '../../engine/postprocessing/markerThreshold.js';
import { classifyPixels } from '../../engine/postprocessing/pixelClasses.js';
import { postprocess } from '../../engine/postprocessing/postprocess.js';
import { automaticSizeThreshold } from '../../engine/postprocessing/sizeThreshold.js';
import { cellsToFinalResults } from '../../engine/postprocessing/storedCells.js';
import type { Resolution } from '../../engine/postprocessing/thresholds.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { within, type ParityCheck, type ParitySuite } from './check.js';
import {
  differences,
  differingPixels,
  optionsOf,
  readJson,
  readRgb,
  rgbSha256,
  storedOptionsOf,
  type CellsEntry,
  type ImageEntry,
  type Manifest,
  type PictureEntry,
  type SettingEntry,
  type Stages,
  type SyntheticCase,
  type SyntheticManifest,
} from './postprocessManifest.js';

/** One image with its official outputs, read once. */
interface Sample {
  readonly name: string;
  readonly folder: string;
  readonly ihc: Raster;
  readonly seg: Raster;
  readonly marker: Raster;
}

export const fPostprocess: ParitySuite = async function* (root) {
  const folder = path.join(root, 'f_postprocess');
  yield* orFail('f_postprocess · manifest', async function* () {
    const manifest = await readJson<Manifest>(path.join(folder, 'manifest.json'));
    for (const [name, entry] of Object.entries(manifest.images))
      yield* orFail(`f_postprocess · ${name}`, () => imageChecks(path.join(folder, name), name, entry));
  });
  yield* orFail('f_postprocess · synthetic manifest', async function* () {
    const at = path.join(folder, 'synthetic');
    const { cases } = await readJson<SyntheticManifest>(path.join(at, 'manifest.json'));
    for (const [name, entry] of Object.entries(cases))
      yield* orFail(`f_postprocess · synthetic · ${name}`, () => syntheticChecks(at, name, entry));
  });
};

/** Turns an exception into a failed check with a name, so that no line is missing. */
async function* orFail(
  name: string,
  checks: () => AsyncGenerator<ParityCheck> | Generator<ParityCheck>,
): AsyncGenerator<ParityCheck> {
  try {
    yield* checks();
  } catch (error) {
    yield within(name, Infinity, 0, String(error));
  }
}

async function* imageChecks(folder: string, name: string, entry: ImageEntry): AsyncGenerator<ParityCheck> {
  const [ihc, seg, marker] = await Promise.all(
    ['in_ihc.png', 'in_seg.png', 'in_marker.png'].map((file) => readRgb(path.join(folder, file))),
  );
  const sample: Sample = { name: `f_postprocess · ${name}`, folder, ihc: ihc!, seg: seg!, marker: marker! };
  for (const [setting, expected] of Object.entries(entry.settings))
    yield* orFail(`${sample.name} · ${setting}`, () => settingChecks(sample, setting, expected));
  for (const [key, expected] of Object.entries(entry.cells))
    yield* orFail(`${sample.name} · cells ${key}`, () => cellDataChecks(sample, key, expected));
  for (const [key, expected] of Object.entries(entry.from_cells))
    yield* orFail(`${sample.name} · from cells ${key}`, async function* () {
      const file = entry.cells[key.split('_')[0]!]?.file;
      if (!file) throw new Error('no cell data file is listed for this version');
      const data = readCellData(await readJson(path.join(folder, file)));
      yield* resultChecks(
        `${sample.name} · from cells ${key}`,
        folder,
        cellsToFinalResults(data, sample.ihc, storedOptionsOf(expected.args)),
        expected,
      );
    });
  for (const [key, expected] of Object.entries(entry))
    if (key.startsWith('stages_seg'))
      yield* orFail(`${sample.name} · ${key}`, () =>
        stageChecks(sample, Number(key.slice('stages_seg'.length)), expected as Stages),
      );
}

async function* settingChecks(
  sample: Sample,
  setting: string,
  expected: SettingEntry,
): AsyncGenerator<ParityCheck> {
  const { ihc, seg, marker, folder } = sample;
  const options = optionsOf(expected.args, expected.resolution);
  const actual = postprocess(ihc, seg, expected.marker_image === false ? undefined : marker, options);
  yield* resultChecks(`${sample.name} · ${setting}`, folder, actual, expected);
}

/** Compares scores and the parts of the two pictures that were kept: pixels, checksum or both. */
async function* resultChecks(
  name: string,
  folder: string,
  actual: { scoring: unknown; refined: Raster; overlaid: Raster },
  expected: PictureEntry,
): AsyncGenerator<ParityCheck> {
  yield exact(`${name} · scoring`, actual.scoring, expected.scoring);
  yield* pictureChecks(
    `${name} · refined`,
    folder,
    actual.refined,
    expected.refined_png,
    expected.refined_rgb_sha256,
  );
  yield* pictureChecks(
    `${name} · overlaid`,
    folder,
    actual.overlaid,
    expected.overlay_png,
    expected.overlay_rgb_sha256,
  );
}

async function* pictureChecks(
  name: string,
  folder: string,
  actual: Raster,
  png: string | undefined,
  sha256: string | undefined,
): AsyncGenerator<ParityCheck> {
  if (png !== undefined)
    yield* orFail(`${name} · pixels`, async function* () {
      yield within(`${name} · pixels`, differingPixels(actual, await readRgb(path.join(folder, png))), 0);
    });
  if (sha256 !== undefined) yield exact(`${name} · sha256`, rgbSha256(actual), sha256);
}

async function* cellDataChecks(
  sample: Sample,
  key: string,
  expected: CellsEntry,
): AsyncGenerator<ParityCheck> {
  const name = `${sample.name} · cells ${key}`;
  const version = Number(/^v(\d)/.exec(key)?.[1]) as CellDataVersion;
  const resolution = (/_(10x|20x|40x)/.exec(key)?.[1] ?? '40x') as Resolution;
  const hasMarker = version >= 5 || expected.settings.default_marker_thresh !== null;
  const actual = cellDataOf(sample, expected.settings, resolution, hasMarker, version);
  yield exact(`${name} · count`, actual.cells.length, expected.n);
  yield exact(`${name} · settings`, actual.settings, expected.settings);
  const records = cellRecords(actual);
  if (expected.file !== undefined)
    yield exact(`${name} · file`, actual, await readJson(path.join(sample.folder, expected.file)));
  if (expected.first) yield exact(`${name} · first`, records.slice(0, expected.first.length), expected.first);
  if (expected.sum_size !== undefined)
    yield exact(
      `${name} · sizes`,
      records.reduce((sum, cell) => sum + cell.size, 0),
      expected.sum_size,
    );
  if (expected.n_pos !== undefined)
    yield exact(`${name} · positive`, records.filter((cell) => cell.positive).length, expected.n_pos);
}

function cellDataOf(
  { ihc, seg, marker }: Pick<Sample, 'ihc' | 'seg' | 'marker'>,
  settings: CellsEntry['settings'],
  resolution: Resolution,
  hasMarker: boolean,
  version: CellDataVersion,
): ReturnType<typeof cellData> {
  const brightness = hasMarker ? markerPlane(marker) : undefined;
  const large = settings.large_noise_thresh;
  const found = findCells(classifyPixels(seg, settings.seg_thresh), seg.width, seg.height, {
    ...(brightness ? { marker: brightness } : {}),
    od: opticalDensityPlane(ihc),
    noiseThreshold: settings.noise_thresh,
    ...(large === null ? {} : { largeNoiseThreshold: large }),
  });
  const origin = {
    resolution,
    segThreshold: settings.seg_thresh,
    noiseThreshold: settings.noise_thresh,
    largeNoiseThreshold: large ?? 'none',
    ...(brightness ? { markerPlane: brightness } : {}),
  } as const;
  return cellData(found, origin, version);
}

function* stageChecks(
  { name, ihc, seg, marker }: Sample,
  segThreshold: number,
  expected: Stages,
): Generator<ParityCheck> {
  const at = `${name} · stages at ${segThreshold}`;
  const classes = classifyPixels(seg, segThreshold);
  yield exact(`${at} · pixel classes`, labelCounts(classes), expected.posneg_label_counts);
  growBackground(classes, seg.width, seg.height);
  yield exact(`${at} · background`, labelCounts(classes), expected.after_background_counts);
  const brightness = markerPlane(marker);
  const { low, high } = markerRange(brightness);
  yield exact(`${at} · marker range`, [low, high], expected.marker_range);
  const found = findCells(classes, seg.width, seg.height, { marker: brightness });
  yield exact(`${at} · cells`, found.cells.length, expected.cells_over_noise);
  const defaults = {
    size_thresh: automaticSizeThreshold(found.cells, '40x'),
    marker_thresh: automaticMarkerThreshold(brightness),
  };
  yield exact(`${at} · automatic thresholds`, defaults, expected.defaults);
  yield exact(`${at} · first cells`, firstCells(found, expected.first_cells.length), expected.first_cells);
  const od = opticalDensityPlane(ihc).reduce((sum, value) => sum + value, 0);
  yield exact(`${at} · optical density`, od, expected.od_image_sum);
}

/** First cells as the manifest lists them: size, positive, marker, first pixel, centroid. */
function firstCells({ cells }: FoundCells, count: number): unknown[] {
  return Array.from({ length: Math.min(count, cells.length) }, (_, i) => [
    cells.areaPx[i],
    cells.positive[i] === 1,
    cells.marker?.[i],
    cells.firstX[i],
    cells.firstY[i],
    cells.centroidX[i],
    cells.centroidY[i],
  ]);
}

function labelCounts(plane: Uint8Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of plane) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

async function* syntheticChecks(
  folder: string,
  name: string,
  entry: SyntheticCase,
): AsyncGenerator<ParityCheck> {
  const [ihc, seg, marker] = await Promise.all(
    ['ihc', 'seg', 'marker'].map((part) => readRgb(path.join(folder, `${name}_${part}.png`))),
  );
  const title = `f_postprocess · synthetic · ${name}`;
  const sample: Sample = { name: title, folder, ihc: ihc!, seg: seg!, marker: marker! };
  yield exact(`${title} · size`, [sample.seg.width, sample.seg.height], entry.size_wh);
  for (const [setting, expected] of Object.entries(entry.results))
    yield* orFail(`${title} · ${setting}`, () => settingChecks(sample, setting, expected));

  for (const [key, expected] of Object.entries(entry.cells_noise0)) {
    if (!('dataVersion' in expected)) continue;
    yield* orFail(`${title} · cells ${key}`, async function* () {
      const hasMarker = expected.settings.default_marker_thresh !== null;
      const version = expected.dataVersion;
      const actual = cellDataOf(sample, expected.settings, '40x', hasMarker, version);
      yield exact(`${title} · cells ${key}`, actual, expected);
      const back = entry.cells_noise0[`${key}_back`];
      if (!back || 'dataVersion' in back) return;
      const results = cellsToFinalResults(readCellData(expected), sample.ihc, {
        sizeThreshold: back.scoring.size_thresh,
        markerThreshold: back.scoring.marker_thresh ?? 'none',
      });
      yield* resultChecks(`${title} · ${key} back`, folder, results, back);
    });
  }
}

/** Compares both sides as JSON; the error is the number of places that differ. */
function exact(name: string, actual: unknown, expected: unknown): ParityCheck {
  const found = differences(actual, expected);
  return within(name, found.length, 0, found[0]);
}
