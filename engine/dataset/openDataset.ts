// Opens a folder of training data: `train/` and, if present, `val/`, each with samples in one of three layouts. The
// layout is given, or inferred from the files of `train/`.

import { join } from 'node:path';
import type { Layout } from '../protocol/dataCheck.js';
import { EngineError } from '../protocol/errors.js';
import { randomFrom, shuffled } from '../random/random.js';
import { imagesBelow, type ImagesBelow } from './imagesBelow.js';
import { filesByFolder, filesByName, type Listing } from './separateFiles.js';
import { isFolderOf, panelsNamed, type Panel } from './panels.js';
import { nothingHere, splitFolders, type SplitFolders } from './splitFolders.js';

export const LAYOUTS = ['rows', 'folders', 'names'] as const satisfies readonly Layout[];

/** One registered set of images. */
export interface Sample {
  /** Name of the row, or the common part of its files' names; shown to people and used for files made of the sample. */
  readonly name: string;
  /** One row, or one file per panel in their order. */
  readonly files: readonly string[];
}

export interface Dataset {
  readonly dir: string;
  readonly layout: Layout;
  readonly panels: readonly Panel[];
  /** Samples sorted by name; never empty. */
  readonly train: readonly Sample[];
  /** Samples sorted by name; empty without a folder `val` if none are held out. */
  readonly val: readonly Sample[];
  /** Folder of the training samples. */
  readonly trainFolder: string;
  /** Links that are not followed, a sentence for each. */
  readonly leftOut: readonly string[];
}

/**
 * Lists the samples of a folder; no image is opened.
 * @param dir folder that holds "train", that folder itself, or a folder of images
 * @param validationRatio share of the training samples that validate if there is no "val"
 * @throws EngineError `usage` if there are none, or if images lack partners, which it names
 */
export async function openDataset(
  dir: string,
  panels: readonly Panel[],
  layout: Layout | 'auto' = 'auto',
  validationRatio = 0,
): Promise<Dataset> {
  const dataset = await listDataset(dir, panels, layout, validationRatio);
  if (dataset.faults[0] !== undefined) throw new EngineError('usage', dataset.faults[0]);
  return dataset;
}

/** Samples of a folder, and its faults: files without partners, which belong to no sample. */
export interface ListedDataset extends Dataset {
  /** Sentences for people. */
  readonly faults: readonly string[];
}

/** Lists as `openDataset` does, with the complete samples of a folder that has incomplete ones too. */
export async function listDataset(
  dir: string,
  panels: readonly Panel[],
  layout: Layout | 'auto' = 'auto',
  validationRatio = 0,
): Promise<ListedDataset> {
  const splits = await splitFolders(dir);
  const folder = splits.train;
  const { images, leftOut } = await trainingImages(splits, panels);
  const found = layout === 'auto' ? detectLayout(images, panels) : layout;
  const { samples: listed, faults } = samplesOf(folder, images, panels, found);
  if (listed.length === 0 && faults[0] !== undefined) throw new EngineError('usage', faults[0]);
  if (listed.length === 0 && splits.shallow) throw nothingHere(folder, splits.shallow);
  if (listed.length === 0)
    throw new EngineError(
      'usage',
      `${folder} has no training images${layout === 'auto' ? '' : ` in the layout "${layout}"`}. Expected rows of ` +
        `square tiles side by side (${panels.map(({ name }) => name).join(', ')}), or separate files: folders ` +
        `${folder}/<panel>/, or names with IHC replaced by Hematoxylin, DAPI, Lap2, Marker and Seg.`,
    );
  const held = splits.val === undefined ? NO_IMAGES : await imagesBelow(splits.val);
  const validation =
    splits.val === undefined ? NO_SAMPLES : samplesOf(splits.val, held.images, panels, found);
  const val = validation.samples;
  return {
    dir: splits.dir,
    layout: found,
    panels,
    ...(val.length > 0 ? { train: listed, val } : heldOut(listed, validationRatio)),
    trainFolder: folder,
    leftOut: [...leftOut, ...held.leftOut],
    faults: [...faults, ...validation.faults],
  };
}

const NO_SAMPLES: ListedSamples = { samples: [], faults: [] };

const NO_IMAGES: ImagesBelow = { images: [], leftOut: [] };

/**
 * Images of `train`. In a folder that is not named "train" only panels' folders are entered, and only one level deep, if
 * the panels are not known.
 */
export function trainingImages(
  { train, shallow }: SplitFolders,
  panels: readonly Pick<Panel, 'name'>[] | undefined,
): Promise<ImagesBelow> {
  if (!shallow) return imagesBelow(train);
  if (!panels) return imagesBelow(train, (path) => !path.includes('/') && !path.startsWith('.'));
  return imagesBelow(train, (path) => path.includes('/') || panels.some((panel) => isFolderOf(panel, path)));
}

/** Holds a share of the samples out for validation, at random but always the same ones. */
function heldOut(samples: readonly Sample[], ratio: number): Pick<Dataset, 'train' | 'val'> {
  const count = ratio > 0 ? Math.min(samples.length - 1, Math.max(1, Math.round(ratio * samples.length))) : 0;
  const drawn = new Set(shuffled(samples.length, randomFrom(0)).slice(0, count));
  return {
    train: samples.filter((_, i) => !drawn.has(i)),
    val: samples.filter((_, i) => drawn.has(i)),
  };
}

/** Lists the samples of a folder with separate files, which need not be split. @throws EngineError `usage` */
export async function listSeparateFiles(folder: string, names: readonly string[]): Promise<Sample[]> {
  const panels = panelsNamed(names);
  const { images } = await imagesBelow(folder);
  const layout = detectLayout(images, panels);
  const { samples, faults } = layout === 'rows' ? NO_SAMPLES : samplesOf(folder, images, panels, layout);
  if (faults[0] !== undefined) throw new EngineError('usage', faults[0]);
  if (samples.length > 0) return [...samples];
  throw new EngineError(
    'usage',
    `${folder} has no images in separate files. Expected names that differ by the panel (a_IHC.png, ` +
      `a_Hematoxylin.png, …, a_Seg.png), or one folder for each panel: ${names.join(', ')}.`,
  );
}

export function detectLayout(images: readonly string[], panels: readonly Panel[]): Layout {
  // A row and a single file are the same if there is only one panel.
  if (panels.length < 2) return 'rows';
  if (filesByFolder(images, panels).together > 0) return 'folders';
  return filesByName(images, panels).together > 0 ? 'names' : 'rows';
}

interface ListedSamples {
  readonly samples: readonly Sample[];
  readonly faults: readonly string[];
}

function samplesOf(
  folder: string,
  images: readonly string[],
  panels: readonly Panel[],
  layout: Layout,
): ListedSamples {
  if (layout === 'rows')
    return {
      samples: images.map((name) => ({ name: withoutExtension(name), files: [join(folder, name)] })),
      faults: [],
    };
  const listing = layout === 'folders' ? filesByFolder(images, panels) : filesByName(images, panels);
  return {
    samples: listing.samples.flatMap(({ name, files }) =>
      files.includes(undefined) ? [] : [{ name, files: files.map((file) => join(folder, file!)) }],
    ),
    faults: faultsOf(folder, listing),
  };
}

const SHOWN = 5;

function faultsOf(folder: string, { samples, strangers, twice }: Listing): string[] {
  const incomplete = samples.flatMap(({ expected, files, name }) =>
    files.flatMap((file, i) => (file === undefined ? [`${expected[i]} (of ${name})`] : [])),
  );
  const some = (names: readonly string[]) =>
    names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '');
  const faults: string[] = [];
  if (incomplete.length > 0)
    faults.push(
      `${folder} lacks ${incomplete.length} file(s) of incomplete samples: ${some(incomplete)}. Every sample needs ` +
        'one image per panel: add the missing ones, or remove the other files of the sample.',
    );
  if (strangers.length > 0)
    faults.push(
      `${folder} has ${strangers.length} file(s) without a sample: ${some(strangers)}. ` +
        'Remove them, or add the input images.',
    );
  if (twice.length > 0)
    faults.push(
      `${folder} has several files for the same panel of a sample: ${some(twice)}. Keep one of each.`,
    );
  return faults;
}

export function withoutExtension(name: string): string {
  return name.replace(/\.[^./]*$/, '');
}
