// Recognises the panels of a sample from the folders, the names or the shape of the images in `train`, for people who
// have not named them.

import { describeImage } from '../images/decode.js';
import { join } from 'node:path';
import { AS_STORED } from './readSample.js';
import { DEEPLIIF_PANELS, isFolderOf, panelName, panelsNamed, SEGMENTATION } from './panels.js';
import { filesByName, firstFolder } from './separateFiles.js';

/** Modalities of DeepLIIF, in its order. */
const MODALITIES = DEEPLIIF_PANELS.slice(1, -1);
/** Most panels that are guessed from the shape of a row. */
const MOST_TILES = 12;

/**
 * Names of the panels, the input first, a segmentation last. Those of DeepLIIF if nothing says otherwise.
 * @param folder folder of the images
 * @param images their paths below it, sorted, with "/"
 */
export async function recognisePanels(folder: string, images: readonly string[]): Promise<readonly string[]> {
  return panelsOfFolders(images) ?? panelsOfNames(images) ?? (await panelsOfRow(folder, images));
}

/** Two folders or more with files of the same names are panels: known ones by their names, others by their own. */
function panelsOfFolders(images: readonly string[]): readonly string[] | undefined {
  const stems = new Map<string, Set<string>>();
  for (const path of images) {
    const first = firstFolder(path);
    if (first === '') continue;
    const stem = path
      .slice(first.length + 1)
      .replace(/\.[^./]*$/, '')
      .toLowerCase();
    stems.set(first, (stems.get(first) ?? new Set()).add(stem));
  }
  const folders = [...stems.keys()];
  const named = (panel: string) => folders.find((one) => isFolderOf({ name: panel }, one));
  const known = DEEPLIIF_PANELS.filter((panel) => named(panel) !== undefined);
  const others = folders.filter((one) => !known.some((panel) => named(panel) === one));
  const input = named('ihc') ?? (others.length === 1 ? others[0] : undefined);
  if (input === undefined) return undefined;
  const shares = (one: string) => [...stems.get(one)!].some((stem) => stems.get(input)!.has(stem));
  const partners = folders.filter((one) => one !== input && shares(one));
  if (partners.length === 0) return undefined;
  const isPartner = (panel: string) => partners.includes(named(panel) ?? '');
  return [
    named('ihc') === undefined ? panelName(input) : 'ihc',
    ...MODALITIES.filter(isPartner),
    ...others.filter((one) => one !== input && partners.includes(one)).map(panelName),
    ...(isPartner(SEGMENTATION) ? [SEGMENTATION] : []),
  ];
}

/** Files whose names replace IHC by the word of another panel. */
function panelsOfNames(images: readonly string[]): readonly string[] | undefined {
  const found = DEEPLIIF_PANELS.slice(1).filter(
    (panel) => filesByName(images, panelsNamed(['ihc', panel])).together > 0,
  );
  return found.length > 0 ? ['ihc', ...found] : undefined;
}

/** Images whose shapes tell if a folder holds rows at all. */
const LOOKED_AT = 8;

/** True if some of the first images are rows of square tiles side by side. */
export async function holdsRows(folder: string, images: readonly string[]): Promise<boolean> {
  for (const image of images.slice(0, LOOKED_AT))
    if ((await tilesOfRow(join(folder, image))) !== undefined) return true;
  return false;
}

/** Number of square tiles side by side; undefined for an image that is no such row, or is damaged. */
async function tilesOfRow(image: string): Promise<number | undefined> {
  const size = await describeImage(image, AS_STORED).catch(() => undefined);
  const tiles = size ? size.width / size.height : 0;
  return Number.isInteger(tiles) && tiles >= 2 && tiles <= MOST_TILES ? tiles : undefined;
}

/** A row has as many panels as its width holds squares: an input, modalities, a segmentation. */
async function panelsOfRow(folder: string, images: readonly string[]): Promise<readonly string[]> {
  const first = images[0];
  if (first === undefined) return DEEPLIIF_PANELS;
  const tiles = await tilesOfRow(join(folder, first));
  if (tiles === undefined) return DEEPLIIF_PANELS;
  const names = Array.from({ length: tiles - 2 }, (_, i) =>
    tiles === DEEPLIIF_PANELS.length ? MODALITIES[i]! : `modality-${i + 1}`,
  );
  return ['ihc', ...names, SEGMENTATION];
}
