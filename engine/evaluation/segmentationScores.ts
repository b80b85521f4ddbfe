// Reported scores of a segmentation against its truth: pixel scores of each class and their mean, AJI, and the cells of a
// drawn picture (paper, "Evaluation metrics"; docs/reference.md 8.1, 8.2).

import type { Raster } from '../protocol/raster.js';
import { aggregatedJaccard, referenceAggregatedJaccard } from './aggregatedJaccard.js';
import type { ClassMasks } from './classMasks.js';
import { components } from './components.js';
import {
  countPixels,
  meanScores,
  pixelScores,
  type PixelScores,
  type PixelScoring,
} from './pixelAgreement.js';
import type { CellCounts } from './quantification.js';

export interface ClassScores extends PixelScores {
  /** Null if neither side has nuclei. */
  readonly aji: number | null;
}

export interface SegmentationScores {
  readonly positive: ClassScores;
  readonly negative: ClassScores;
  /** AJI over the classes that have one. */
  readonly mean: ClassScores;
}

/**
 * Shares, 0 … 1. `asReference`: PixAcc of a missed class is 0, and AJI forgives nuclei that are not found.
 * @throws RangeError for masks of different sizes
 */
export function segmentationScores(
  truth: ClassMasks,
  predicted: ClassMasks,
  options: PixelScoring = {},
): SegmentationScores {
  if (truth.width !== predicted.width || truth.height !== predicted.height)
    throw new RangeError('Masks of different sizes cannot be compared.');
  const { width, height } = truth;
  const jaccard = options.asReference ? referenceAggregatedJaccard : aggregatedJaccard;
  const scoresOf = (kind: 'positive' | 'negative'): ClassScores => ({
    ...pixelScores(countPixels(truth[kind], predicted[kind]), options),
    aji: jaccard(components(truth[kind], width, height), components(predicted[kind], width, height)),
  });
  const [positive, negative] = [scoresOf('positive'), scoresOf('negative')];
  const indices = [positive.aji, negative.aji].filter((aji) => aji !== null);
  const aji = indices.length === 0 ? null : indices.reduce((sum, value) => sum + value, 0) / indices.length;
  return { positive, negative, mean: { ...meanScores([positive, negative]), aji } };
}

/** Fainter values of a picture are taken for black. */
const FAINTEST = 10;

/**
 * Cells of a drawn picture, as the reference counts them for the IHC score: connected pieces of equal value in red
 * and in blue, so that touching pixels of different values are cells apart.
 */
export function cellsOfPicture({ width, height, channels, data }: Raster): CellCounts {
  const count = (channel: number) => {
    const values = Uint8Array.from({ length: width * height }, (_, i) => data[i * channels + channel]!);
    return components(
      values.map((value) => (value < FAINTEST ? 0 : value)),
      width,
      height,
      true,
    ).count;
  };
  return { positive: count(0), negative: count(channels === 3 ? 2 : 0) };
}
