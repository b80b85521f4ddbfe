// Truth of one image, from a file: masks (a picture in colours, red positive and blue negative, as DeepLIIF's ground truth), labels (a
// grey picture with a number for each nucleus, classes unknown) or points (a JSON list).

import { extname } from 'node:path';
import { masksOfPicture, type ClassMasks } from '../evaluation/classMasks.js';
import { components } from '../evaluation/components.js';
import { instancesOf } from '../evaluation/instances.js';
import type { Cells } from '../evaluation/scoreImage.js';
import { cellsOfPicture } from '../evaluation/segmentationScores.js';
import { openImage } from '../images/decode.js';
import { labelledName, readLabelImage } from '../images/labelImage.js';
import { readWhole } from '../images/memory.js';
import { EngineError } from '../protocol/errors.js';
import type { TruthKind } from '../protocol/evaluations.js';
import type { Raster } from '../protocol/raster.js';
import { readPoints } from './pointsFile.js';
import { cellsOfPoints, type Outline } from './outlined.js';

export interface Truth {
  readonly kind: TruthKind;
  readonly cells: Cells;
  /** Size of the picture; a list of points has none. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** @throws EngineError `image-unreadable`, `usage`, also for an outline around a truth that is no list of points */
export async function readTruth(file: string, outline?: Outline): Promise<Truth> {
  if (extname(file).toLowerCase() === '.json')
    return { kind: 'points', cells: cellsOfPoints(await readPoints(file), outline) };
  if (outline)
    throw new EngineError(
      'usage',
      `${file}: outlines go with points only. Leave --outlines out for pictures.`,
    );
  const labels = await readLabelImage(file);
  if (labels) {
    const { width, height } = labels;
    const values = new Set(labels.labels);
    values.delete(0);
    // One value for all nuclei is a mask of them: what touches is one nucleus.
    const any = values.size > 1 ? instancesOf(labels.labels) : components(labels.labels, width, height);
    return { kind: 'labels', cells: { nuclei: { any } }, size: { width, height } };
  }
  const picture = await readPicture(file);
  return { kind: 'masks', cells: cellsOfDrawing(picture), size: picture };
}

export async function readPicture(file: string): Promise<Raster> {
  const image = await openImage(file, { colour: 'as-stored' });
  try {
    return await readWhole(image);
  } finally {
    await image.close();
  }
}

/** Cells of a drawn picture: pixels of both classes, and their connected pieces as nuclei. */
export function cellsOfDrawing(picture: Raster): Cells {
  const masks = masksOfPicture(picture);
  const nuclei = nucleiOfMasks(masks);
  const counts = { positive: nuclei.positive.count, negative: nuclei.negative.count };
  return { masks, nuclei, counts, pictureCounts: cellsOfPicture(picture) };
}

function nucleiOfMasks({ width, height, positive, negative }: ClassMasks) {
  const of = (mask: Uint8Array) => components(mask, width, height);
  // Touching pieces of different classes are nuclei apart.
  const classes = positive.map((value, i) => (value === 1 ? 1 : negative[i] === 1 ? 2 : 0));
  return { positive: of(positive), negative: of(negative), any: components(classes, width, height, true) };
}

/** Name by which truth and prediction of an image find each other: without ending, and what labels add to it. */
export function stemOf(file: string): string {
  return labelledName(file).replace(/_(mask|SegRefined|Seg)$/, '');
}
