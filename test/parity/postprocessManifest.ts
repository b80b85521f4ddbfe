// Manifests of fixture folder f_postprocess, and the mapping of their words to ours.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Scoring } from '../../engine/postprocessing/scoring.js';
import type { CellData, CellDataSettings } from '../../engine/postprocessing/cellData.js';
import type { CellRecord } from '../../engine/postprocessing/cellRecord.js';
import type { StoredCellOptions } from '../../engine/postprocessing/storedCells.js';
import type { PostprocessOptions, Resolution } from '../../engine/postprocessing/thresholds.js';
import type { Raster } from '../../engine/protocol/raster.js';

export interface Manifest {
  readonly images: Readonly<Record<string, ImageEntry>>;
}

/** Stages have keys of their own, "stages_seg<threshold>". */
export interface ImageEntry {
  readonly settings: Readonly<Record<string, SettingEntry>>;
  /** "v3", "v3_seg150_20x": cell data version, and settings other than 40x. */
  readonly cells: Readonly<Record<string, CellsEntry>>;
  /** "v4_size100": cell data version, name of the setting. */
  readonly from_cells: Readonly<Record<string, PictureEntry & { readonly args: Arguments }>>;
}

/** Keyword arguments of the reference; a missing one has its default, null is None. */
export type Arguments = Readonly<Record<string, number | string | null>>;

export interface PictureEntry {
  readonly scoring: Scoring;
  readonly refined_rgb_sha256?: string;
  readonly overlay_rgb_sha256?: string;
  readonly refined_png?: string;
  readonly overlay_png?: string;
}

export interface SettingEntry extends PictureEntry {
  readonly resolution: Resolution;
  readonly marker_image?: boolean;
  readonly args: Arguments;
}

export interface CellsEntry {
  readonly file?: string;
  readonly n: number;
  readonly settings: CellDataSettings;
  readonly sum_size?: number;
  readonly n_pos?: number;
  readonly first?: readonly CellRecord[];
}

export interface Stages {
  readonly posneg_label_counts: Readonly<Record<string, number>>;
  readonly after_background_counts: Readonly<Record<string, number>>;
  readonly cells_over_noise: number;
  readonly defaults: { readonly size_thresh: number; readonly marker_thresh: number };
  readonly marker_range: readonly [number, number];
  readonly first_cells: readonly unknown[];
  readonly od_image_sum: number;
}

export interface SyntheticManifest {
  readonly cases: Readonly<Record<string, SyntheticCase>>;
}

export interface SyntheticCase {
  readonly size_wh: readonly [number, number];
  readonly results: Readonly<Record<string, SettingEntry>>;
  /** "v3": cell data without noise gate; "v3_back": the results computed from it. */
  readonly cells_noise0: Readonly<Record<string, CellData | PictureEntry>>;
}

/** Our options for the reference's arguments. Throws for an unknown one. */
export function optionsOf(args: Arguments, resolution: Resolution): PostprocessOptions {
  const given: Record<string, unknown> = { resolution };
  for (const [argument, value] of Object.entries(args)) {
    const name = OUR_NAMES[argument];
    if (!name) throw new Error(`unknown argument ${argument}`);
    if (value === 'default') given[name] = 'auto';
    else if (value !== null) given[name] = value;
    else if (name === 'sizeThreshold') given[name] = 0;
  }
  const bothKinds =
    'markerThreshold' in given && ('odThresholdLower' in given || 'odThresholdUpper' in given);
  return { ...(given as unknown as PostprocessOptions), ...(bothKinds ? { asReference: true } : {}) };
}

/** Our options for arguments of cells_to_final_results. */
export function storedOptionsOf(args: Arguments): StoredCellOptions {
  return optionsOf(args, '40x');
}

const OUR_NAMES: Readonly<Record<string, keyof PostprocessOptions>> = {
  seg_thresh: 'segThreshold',
  size_thresh: 'sizeThreshold',
  size_thresh_upper: 'sizeThresholdUpper',
  marker_thresh: 'markerThreshold',
  noise_thresh: 'noiseThreshold',
  large_noise_thresh: 'largeNoiseThreshold',
  od_thresh_lower: 'odThresholdLower',
  od_thresh_upper: 'odThresholdUpper',
};

/** Parses JSON as the stated type: fixtures are ours, and a wrong one fails its checks. */
export async function readJson<T = unknown>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

export async function readRgb(file: string): Promise<Raster> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${file} has ${info.channels} channels`);
  return { width: info.width, height: info.height, channels: 3, data: new Uint8Array(data) };
}

export function rgbSha256(image: Raster): string {
  return createHash('sha256').update(image.data).digest('hex');
}

/** Number of pixels that differ between two images; Infinity if their sizes do. */
export function differingPixels(actual: Raster, expected: Raster): number {
  if (actual.width !== expected.width || actual.height !== expected.height) return Infinity;
  let count = 0;
  for (let at = 0; at < actual.data.length; at += 3)
    if ([0, 1, 2].some((channel) => actual.data[at + channel] !== expected.data[at + channel])) count++;
  return count;
}

/** Places, as paths, at which two JSON values differ. Both must have the same keys. */
export function differences(actual: unknown, expected: unknown, at = 'value'): string[] {
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null)
    return actual === expected ? [] : [`${at}: ${JSON.stringify(actual)} ≠ ${JSON.stringify(expected)}`];
  const ours = actual as Readonly<Record<string, unknown>>;
  const theirs = expected as Readonly<Record<string, unknown>>;
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => differences(ours[key], theirs[key], `${at}.${key}`));
}
