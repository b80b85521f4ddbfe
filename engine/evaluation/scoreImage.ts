// All metrics of one image that its truth and its prediction allow: masks give scores of pixels, labels those of nuclei, points
// those of detection, and everything gives counts.

import type { ImageScores } from '../protocol/evaluations.js';
import { aggregatedJaccard, referenceAggregatedJaccard } from './aggregatedJaccard.js';
import type { ClassMasks } from './classMasks.js';
import type { Components } from './components.js';
import { detect, type Point } from './detection.js';
import { panopticQuality } from './panopticQuality.js';
import { countPixels, pixelScores } from './pixelAgreement.js';
import { ihcDifference, type CellCounts } from './quantification.js';

export type CellClass = 'positive' | 'negative' | 'any';
const CLASSES: readonly CellClass[] = ['positive', 'negative', 'any'];

/** Knowledge of the cells of one image, of one side. */
export interface Cells {
  /** Pixels of each class. */
  readonly masks?: ClassMasks;
  /** Nuclei of each class that is told apart. */
  readonly nuclei?: Partial<Readonly<Record<CellClass, Components>>>;
  /** Centres of each class that is told apart. */
  readonly points?: Partial<Readonly<Record<CellClass, readonly Point[]>>>;
  readonly counts?: CellCounts;
  /** Counts of the drawn picture, as the reference takes them. */
  readonly pictureCounts?: CellCounts;
}

export interface ScoringOptions {
  /** Largest distance of a predicted centre from a true one, pixels. */
  readonly radiusPx: number;
  /** Pixel accuracy of a class that is missed is 0, as the reference has it. */
  readonly asReference?: boolean;
}

/** @throws RangeError for pictures of different sizes */
export function scoreImage(truth: Cells, predicted: Cells, options: ScoringOptions): ImageScores {
  const scores = new Map<string, number>();
  const put = (id: string, of: string, value: number | null) => {
    if (value !== null) scores.set(`${id}.${of}`, value);
  };
  for (const of of CLASSES) {
    const [trueMask, predictedMask] = [maskOf(truth.masks, of), maskOf(predicted.masks, of)];
    if (trueMask && predictedMask) {
      const { dice, iou, precision, recall, pixelAccuracy } = pixelScores(
        countPixels(trueMask, predictedMask),
        options,
      );
      for (const [id, value] of Object.entries({ dice, iou, precision, recall, pixelAccuracy }))
        put(id, of, value);
    }
    const [trueNuclei, predictedNuclei] = [truth.nuclei?.[of], predicted.nuclei?.[of]];
    if (trueNuclei && predictedNuclei) {
      put('aji', of, aggregatedJaccard(trueNuclei, predictedNuclei));
      put('referenceAji', of, referenceAggregatedJaccard(trueNuclei, predictedNuclei));
      put('panopticQuality', of, panopticQuality(trueNuclei, predictedNuclei)?.quality ?? null);
    }
    const [truePoints, predictedPoints] = [truth.points?.[of], predicted.points?.[of]];
    if (truePoints && predictedPoints) {
      const found = detect(truePoints, predictedPoints, options.radiusPx);
      for (const count of ['found', 'missed', 'invented'] as const) put(count, of, found[count]);
      put('detectionPrecision', of, found.precision);
      put('detectionRecall', of, found.recall);
      put('detectionF1', of, found.f1);
      put('greedyF1', of, detect(truePoints, predictedPoints, options.radiusPx, 'greedy').f1);
    }
  }
  addMeans(scores);
  addCounts(scores, truth, predicted);
  return Object.fromEntries(scores);
}

function maskOf(masks: ClassMasks | undefined, of: CellClass): Uint8Array | undefined {
  if (!masks) return undefined;
  if (of !== 'any') return masks[of];
  return masks.positive.map((value, i) => value | masks.negative[i]!);
}

/** `x.mean` of both classes, where both are told. */
function addMeans(scores: Map<string, number>): void {
  for (const [key, positive] of [...scores]) {
    if (!key.endsWith('.positive')) continue;
    const id = key.slice(0, -'.positive'.length);
    const negative = scores.get(`${id}.negative`);
    if (negative !== undefined) scores.set(`${id}.mean`, (positive + negative) / 2);
  }
}

function addCounts(scores: Map<string, number>, truth: Cells, predicted: Cells): void {
  for (const [side, counts] of [
    ['true', truth.counts],
    ['predicted', predicted.counts],
  ] as const) {
    if (!counts) continue;
    scores.set(`${side}.positive`, counts.positive);
    scores.set(`${side}.negative`, counts.negative);
  }
  if (truth.counts && predicted.counts)
    scores.set('percentError', ihcDifference(truth.counts, predicted.counts));
  if (truth.pictureCounts && predicted.pictureCounts)
    scores.set('referencePercentError', ihcDifference(truth.pictureCounts, predicted.pictureCounts));
}
