// Size of the tiles of an image, by the size of a pixel of the image and of the model's training images: a model finds the
// cells that it was trained on only if they come to it as large as there (docs/reference.md 6.5).

import type { ModelScale } from '../checkpoints/modelScale.js';
import { resolutionOfTile, type Resolution } from '../postprocessing/thresholds.js';
import {
  isSameMagnification,
  magnificationInWords,
  MPP_AT_40X,
  mppInWords,
  type Scale,
} from '../protocol/scale.js';
import { LARGEST_TILE_PX } from './tiles.js';

/** Statements of the user about an image. */
export interface GivenScale {
  /** Side of a tile in image pixels; it overrules everything. */
  readonly tilePx?: number | undefined;
  /** Micrometres per pixel. */
  readonly mpp?: number | undefined;
  /** Source of `mpp`: given for this analysis (default), or the answer for a folder, which the file overrules. */
  readonly mppBasis?: 'mpp' | 'folder' | undefined;
}

export interface TileScale {
  readonly tilePx: number;
  readonly scale: Scale;
  /** Resolution by which post-processing knows how large a cell may be. */
  readonly resolution: Resolution;
  /** Micrometres per pixel for lengths and areas; absent if they are only assumed. */
  readonly imageMpp?: number;
  /** Sentences on what disagrees or is unknown. */
  readonly notices: readonly string[];
}

/** Powers of two from half to four times the model's size of a pixel; within a fifth of them tiles keep a round size. */
const ROUND_FACTORS = [2, 1, 1 / 2, 1 / 4];

/** Tiles of a smaller part of the model's hold nuclei of a few pixels. */
const SMALLEST_SHARE = 1 / 6;

/** Ratio above which the user's size of a pixel differs from the file's by more than rounding. */
const SAME_MPP = 1.02;

/** Chooses the tile for an image whose file says `fileMpp` micrometres per pixel, if anything. */
export function tileScale(model: ModelScale, fileMpp: number | undefined, given: GivenScale): TileScale {
  const { mpp, basis } = knownMpp(fileMpp, given);
  const byMpp = mpp === undefined || model.mpp === undefined ? undefined : tileAt(model, model.mpp, mpp);
  const tilePx = given.tilePx ?? byMpp ?? model.tilePx;
  const isByMpp = given.tilePx === undefined && byMpp !== undefined;
  return {
    tilePx,
    scale: {
      basis: given.tilePx !== undefined ? 'tilePx' : isByMpp ? basis : 'assumed',
      ...(isByMpp && mpp !== undefined ? { mpp } : {}),
      ...(model.mpp === undefined ? {} : { modelMpp: model.mpp }),
    },
    resolution: resolutionOf(model, tilePx),
    ...(mpp === undefined ? {} : { imageMpp: mpp }),
    notices: [
      ...disagreements(fileMpp, given, byMpp),
      ...(given.mpp !== undefined && given.tilePx === undefined && byMpp === undefined ? [NO_MODEL_MPP] : []),
      ...(isByMpp ? doubts(model, tilePx, mpp!) : []),
      ...(mpp === undefined && given.tilePx === undefined ? [unknown(model)] : []),
    ],
  };
}

/** The given size overrules the file's; the answer for a folder is for images that say nothing. */
function knownMpp(
  fileMpp: number | undefined,
  { mpp, mppBasis = 'mpp' }: GivenScale,
): { readonly mpp?: number | undefined; readonly basis: 'mpp' | 'folder' | 'file' } {
  const isFile = mpp === undefined || (mppBasis === 'folder' && fileMpp !== undefined);
  return isFile ? { mpp: fileMpp, basis: 'file' } : { mpp, basis: mppBasis };
}

function tileAt({ tilePx }: ModelScale, modelMpp: number, mpp: number): number {
  const factor = modelMpp / mpp;
  const round = ROUND_FACTORS.find((one) => isSameMagnification(one, factor)) ?? factor;
  return Math.min(LARGEST_TILE_PX, Math.max(1, Math.round(tilePx * round)));
}

/**
 * The reference's function of the tile, which means a model of 512 px at 40x. The size of the model's tiles and its
 * magnification are divided out.
 */
function resolutionOf({ tilePx: modelTilePx, mpp = MPP_AT_40X }: ModelScale, tilePx: number): Resolution {
  return resolutionOfTile(((tilePx * 512) / modelTilePx) * (MPP_AT_40X / mpp));
}

function disagreements(
  fileMpp: number | undefined,
  { tilePx, mpp, mppBasis = 'mpp' }: GivenScale,
  byMpp: number | undefined,
): readonly string[] {
  const notices: string[] = [];
  const isGiven = mpp !== undefined && mppBasis === 'mpp';
  if (isGiven && fileMpp !== undefined && Math.max(mpp / fileMpp, fileMpp / mpp) > SAME_MPP)
    notices.push(
      `${mppInWords(mpp)} were given, but the file says ${mppInWords(fileMpp)}; the given size is used`,
    );
  if (tilePx !== undefined && byMpp !== undefined && !isSameMagnification(tilePx, byMpp)) {
    const [source, said] = isGiven ? ['given', mpp] : ["file's", fileMpp ?? mpp!];
    notices.push(
      `tiles of ${tilePx} px were given, but by the ${source} ${mppInWords(said)} (${magnificationInWords(said)}) they ` +
        `would have ${byMpp} px; the given tile is used, so cells may be missed or counted wrongly`,
    );
  }
  return notices;
}

function doubts(model: ModelScale, tilePx: number, mpp: number): readonly string[] {
  const notices: string[] = [];
  if (model.isMppOfKind === true && tilePx !== model.tilePx)
    notices.push(
      `the model does not say its µm per pixel; taken as ${magnificationInWords(model.mpp!)} (${model.mpp}), as models of its kind are`,
    );
  if (tilePx < model.tilePx * SMALLEST_SHARE)
    notices.push(
      `at ${mppInWords(mpp)} a nucleus has too few pixels for this model: cells will be missed. Analyse the image at a ` +
        'higher magnification, or give --mpp if the file is wrong',
    );
  return notices;
}

const NO_MODEL_MPP =
  'the model does not say at how many µm per pixel it was trained, so the given ones do not change its tiles; give ' +
  '--tile-size, or import the model again with --mpp';

function unknown({ mpp }: ModelScale): string {
  const taken = mpp === undefined ? "the model's magnification" : magnificationInWords(mpp);
  return `the image says no µm per pixel; taken as ${taken}; give --mpp or --tile-size if it has another magnification`;
}
