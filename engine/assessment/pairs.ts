// Pairs of truth and prediction in two folders, by the names of their files: "a.png" or "a_label.png" is the truth of the result
// folder "a" and of "a_SegRefined.png". Pictures of modalities are compared with those of the truth (modalityPictures.ts).

import { basename, extname, join } from 'node:path';
import { namesIn } from '../files/namesIn.js';
import { exists } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { foldersIn } from '../reading/foldersIn.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import {
  PLAIN_PICTURE,
  pictureNamed,
  picturePairs,
  picturesIn,
  type PicturePair,
} from './modalityPictures.js';
import { stemOf } from './truth.js';

/** Cells of an image: files of both sides. */
export interface CellPair {
  readonly truth: string;
  /** Result folder, or a drawn picture. */
  readonly prediction: string;
  readonly isResult: boolean;
  readonly outline?: string;
}

/** Files of one image; at least one of the two is there. */
export interface Pair {
  readonly name: string;
  readonly cells?: CellPair;
  readonly pictures?: readonly PicturePair[];
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** Names of truths without a prediction, and of predictions without a truth. */
  readonly unpredicted: readonly string[];
  readonly untrue: readonly string[];
}

const TRUTH_ENDINGS = /\.(png|tiff?|json)$/i;
const DRAWN_PREDICTION = /_SegRefined\.png$/i;

/**
 * @param outlines folder of pictures whose pixels other than 0 are labelled
 * @throws EngineError `usage` for a folder that cannot be read, and if nothing belongs together
 */
export async function findPairs(prediction: string, truth: string, outlines?: string): Promise<Pairs> {
  const predictions = await predictionsIn(prediction);
  const truths = await truthsIn(truth, (name) => predictions.has(name));
  const ofOutlines = new Map(
    outlines === undefined
      ? []
      : (await namesIn(outlines)).map((name) => [basename(name, extname(name)), join(outlines, name)]),
  );
  const cells = new Map<string, CellPair>();
  for (const [name, file] of truths) {
    const [found, outline] = [predictions.get(name), ofOutlines.get(name)];
    if (found) cells.set(name, { truth: file, ...found, ...(outline === undefined ? {} : { outline }) });
  }
  const pictures = await picturesOfBoth(prediction, truth, (name) => cells.has(name));
  const pairs = [...new Set([...cells.keys(), ...pictures.keys()])].sort().map((name): Pair => {
    const [ofCells, ofPictures] = [cells.get(name), pictures.get(name)];
    return { name, ...(ofCells && { cells: ofCells }), ...(ofPictures && { pictures: ofPictures }) };
  });
  if (pairs.length === 0)
    throw new EngineError(
      'usage',
      `${prediction} and ${truth} have no image in common. ${some('Predictions', predictions.keys())} ` +
        `${some('Truths', truths.keys())} Files of one image have one name.`,
    );
  return {
    pairs,
    unpredicted: [...truths.keys()].filter((name) => !cells.has(name) && !pictures.has(name)),
    untrue: [...predictions.keys()].filter((name) => !cells.has(name) && !pictures.has(name)),
  };
}

/** Truths of cells by image. Pictures of modalities are none, unless a prediction has their whole name. */
async function truthsIn(folder: string, isPredicted: (name: string) => boolean) {
  const files = (await namesIn(folder)).filter((name) => TRUTH_ENDINGS.test(name));
  const isModality = (name: string) =>
    pictureNamed(basename(name, extname(name)), 'true') !== undefined && !isPredicted(stemOf(name));
  return new Map(files.filter((name) => !isModality(name)).map((name) => [stemOf(name), join(folder, name)]));
}

/** Pictures that both folders have, by image. */
async function picturesOfBoth(prediction: string, truth: string, hasCells: (name: string) => boolean) {
  const [made, real] = [await picturesIn(prediction, 'predicted'), await picturesIn(truth, 'true')];
  const pictures = new Map<string, readonly PicturePair[]>();
  for (const image of made.keys()) {
    const pairs = picturePairs(image, made, real).filter(
      // The picture with the name of the image is a truth of its cells then.
      ({ name }) => name !== PLAIN_PICTURE || !hasCells(image),
    );
    if (pairs.length > 0) pictures.set(image, pairs);
  }
  return pictures;
}

async function predictionsIn(folder: string) {
  const found = new Map<string, Pick<CellPair, 'prediction' | 'isResult'>>();
  for (const name of await namesIn(folder))
    if (DRAWN_PREDICTION.test(name))
      found.set(stemOf(name), { prediction: join(folder, name), isResult: false });
  for (const inner of await foldersIn(folder))
    if (await exists(join(inner, RESULT_FILE)))
      found.set(basename(inner), { prediction: inner, isResult: true });
  return found;
}

const MOST_NAMES = 3;

function some(what: string, names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return `${what}: none.`;
  return `${what}: ${all.slice(0, MOST_NAMES).join(', ')}${all.length > MOST_NAMES ? ', …' : ''}.`;
}
