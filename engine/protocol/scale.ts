// Scale of an analysis: how large a pixel is, and why a tile got its size. result.json records it, and every place that
// shows a score says it, since a model finds other cells in an image of another magnification.

import { oneOf, stored, type Shape } from './shape.js';
import { mpp } from './sharedShapes.js';

/**
 * Source of a tile's size: `tilePx` and `mpp` were given by the user for this analysis, `folder` was answered once for
 * the images of a folder, `file` stands in the image file, `assumed` means that nobody knows, and that the image is taken
 * to have the model's own magnification.
 */
export type ScaleBasis = 'tilePx' | 'mpp' | 'folder' | 'file' | 'assumed';

export interface Scale {
  readonly basis: ScaleBasis;
  /** Micrometres per pixel by which the tile was chosen; absent if they are unknown. */
  readonly mpp?: number;
  /** Micrometres per pixel of the model's training images; absent if they are unknown. */
  readonly modelMpp?: number;
}

/** Scale together with the side of the tile that it led to, in image pixels. */
export type ScaleOfTile = Scale & { readonly tilePx: number };

export const storedScale: Shape<Scale> = stored(
  { basis: oneOf('tilePx', 'mpp', 'folder', 'file', 'assumed') },
  { mpp, modelMpp: mpp },
);

/** Micrometres per pixel of a slide scanned at 40x; at 20x they are twice as many, at 10x four times. */
export const MPP_AT_40X = 0.25;

/** Micrometres per pixel at the magnifications that thresholds of sizes know. */
export const MPP_OF_RESOLUTION = { '40x': MPP_AT_40X, '20x': 2 * MPP_AT_40X, '10x': 4 * MPP_AT_40X } as const;

/** Ratio up to which two sizes of a pixel count as the same magnification: scanners of one magnification differ so much. */
export const SAME_MAGNIFICATION = 1.2;

const NOMINAL_MAGNIFICATIONS = [80, 40, 20, 10, 5, 2.5];

/** "20x" for sizes that scanners have at it, else "about 27x". */
export function magnificationInWords(mppOfImage: number): string {
  const exact = (40 * MPP_AT_40X) / mppOfImage;
  const nominal = NOMINAL_MAGNIFICATIONS.find((one) => isSameMagnification(one, exact));
  return nominal === undefined ? `about ${Number(exact.toPrecision(2))}x` : `${nominal}x`;
}

/** True if the ratio of two lengths is within what scanners of one magnification differ by. */
export function isSameMagnification(one: number, other: number): boolean {
  return Math.max(one / other, other / one) <= SAME_MAGNIFICATION;
}

/**
 * Sentence that says which tile was chosen and why: "20x: tiles of 256 px, by the file's 0.5 µm per pixel (model: 0.25)".
 * Panel, tree, report and command line all show this one.
 */
export function scaleInWords({ basis, mpp: ofImage, modelMpp, tilePx }: ScaleOfTile): string {
  const tiles = `tiles of ${tilePx} px`;
  if (basis === 'tilePx')
    return `${tiles}, as given${modelMpp === undefined ? '' : ` (model: ${mppInWords(modelMpp)})`}`;
  if (basis === 'assumed' || ofImage === undefined)
    return modelMpp === undefined
      ? `magnification of the model unknown: its own ${tiles}`
      : `magnification unknown: taken as the model's ${magnificationInWords(modelMpp)}, ${tiles}`;
  const model = modelMpp === undefined ? '' : ` (model: ${numberInWords(modelMpp)})`;
  return `${magnificationInWords(ofImage)}: ${tiles}, by the ${SOURCES[basis]} ${mppInWords(ofImage)}${model}`;
}

/** The same in a few words, for a header: "20x · 256 px tiles", or "40x assumed · 512 px tiles". */
export function scaleInBrief({ basis, mpp: ofImage, modelMpp, tilePx }: ScaleOfTile): string {
  const known = basis === 'assumed' ? modelMpp : ofImage;
  const tiles = `${tilePx} px tiles`;
  if (known === undefined) return tiles;
  return `${magnificationInWords(known)}${basis === 'assumed' ? ' assumed' : ''} · ${tiles}`;
}

const SOURCES = { mpp: 'given', folder: "folder's", file: "file's" } as const;

/** "0.5 µm per pixel" */
export function mppInWords(micrometres: number): string {
  return `${numberInWords(micrometres)} µm per pixel`;
}

function numberInWords(micrometres: number): string {
  return String(Number(micrometres.toPrecision(4)));
}
