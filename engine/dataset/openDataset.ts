// Opens a folder of training data: `train/` and, if present, `val/`, each with samples in one of three layouts. The
// layout is given, or inferred from the files of `train/`.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { randomFrom, shuffled } from '../random/random.js';
import { imagesBelow, type ImagesBelow } from './imagesBelow.js';
import { filesByFolder, filesByName, type Listing } from './separateFiles.js';
import { folderNamesOf, panelsNamed, type Panel } from './panels.js';
import { splitFolders, type SplitFolders } from './splitFolders.js';

/**
 * `rows`: one file per sample, its tiles side by side. `folders`: one folder per panel; files of the same name form a
 * sample. `names`: files in one folder whose names differ by the panel ("a_IHC.png", "a_DAPI.png").
 */
export type Layout = 'rows' | 'folders' | 'names';

export const LAYOUTS = ['rows', 'folders', 'names'] as const satisfies readonly Layout[];

export type Split = 'train' | 'val';

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
  const splits = await splitFolders(dir);
  const folder = splits.train;
  const { images, leftOut } = await trainingImages(splits, panels);
  const found = layout === 'auto' ? detectLayout(images, panels) : layout;
  const listed = samplesOf(folder, images, panels, found);
  if (listed.length === 0)
    throw new EngineError(
      'usage',
      `${folder} has no training images${layout === 'auto' ? '' : ` in the layout "${layout}"`}. Expected rows of ` +
        `square tiles side by side (${panels.map(({ name }) => name).join(', ')}), or separate files: folders ` +
        `${folder}/<panel>/, or names with IHC replaced by Hematoxylin, DAPI, Lap2, Marker and Seg.`,
    );
  const held = splits.val === undefined ? NO_IMAGES : await imagesBelow(splits.val);
  const val = splits.val === undefined ? [] : samplesOf(splits.val, held.images, panels, found);
  return {
    dir: splits.dir,
    layout: found,
    panels,
    ...(val.length > 0 ? { train: listed, val } : heldOut(listed, validationRatio)),
    trainFolder: folder,
    leftOut: [...leftOut, ...held.leftOut],
  };
}

const NO_IMAGES: ImagesBelow = { images: [], leftOut: [] };

/** Images of `train`. Only panels' folders are entered in a folder that is not named "train". */
export function trainingImages(
  { train, isDeep }: SplitFolders,
  panels: readonly Pick<Panel, 'name'>[],
): Promise<ImagesBelow> {
  if (isDeep) return imagesBelow(train);
  const folders = new Set(panels.flatMap(folderNamesOf));
  return imagesBelow(train, (path) => path.includes('/') || folders.has(path.toLowerCase()));
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
  const samples = layout === 'rows' ? [] : samplesOf(folder, images, panels, layout);
  if (samples.length > 0) return samples;
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

function samplesOf(
  folder: string,
  images: readonly string[],
  panels: readonly Panel[],
  layout: Layout,
): Sample[] {
  if (layout === 'rows')
    return images.map((name) => ({ name: withoutExtension(name), files: [join(folder, name)] }));
  const listing = layout === 'folders' ? filesByFolder(images, panels) : filesByName(images, panels);
  refuseIncomplete(folder, listing);
  return listing.samples.map(({ name, files }) => ({
    name,
    files: files.map((file) => join(folder, file!)),
  }));
}

const SHOWN = 5;

function refuseIncomplete(folder: string, { samples, strangers, twice }: Listing): void {
  const incomplete = samples.flatMap(({ expected, files, name }) =>
    files.flatMap((file, i) => (file === undefined ? [`${expected[i]} (of ${name})`] : [])),
  );
  const some = (names: readonly string[]) =>
    names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '');
  if (incomplete.length > 0)
    throw new EngineError(
      'usage',
      `${folder} lacks ${incomplete.length} file(s) of incomplete samples: ${some(incomplete)}. Every sample needs ` +
        'one image per panel: add the missing ones, or remove the other files of the sample.',
    );
  if (strangers.length > 0)
    throw new EngineError(
      'usage',
      `${folder} has ${strangers.length} file(s) without a sample: ${some(strangers)}. ` +
        'Remove them, or add the input images.',
    );
  if (twice.length > 0)
    throw new EngineError(
      'usage',
      `${folder} has several files for the same panel of a sample: ${some(twice)}. Keep one of each.`,
    );
}

export function withoutExtension(name: string): string {
  return name.replace(/\.[^./]*$/, '');
}
