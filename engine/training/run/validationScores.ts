// Metrics of validation by name, of one tile and of all of them: agreement of the segmentation with the truth, numbers of
// cells, similarity of every image (paper, "Evaluation metrics"; docs/reference.md 3.8, 8).

import type { Raster } from '../../protocol/raster.js';
import { ihcDifference, rootMeanSquareError } from '../../evaluation/quantification.js';
import { segmentationScores, type ClassScores } from '../../evaluation/segmentationScores.js';
import { meanSquaredError, SMALLEST_SSIM_PX, ssim } from '../../evaluation/similarity.js';
import { NEGATIVE, POSITIVE } from '../../postprocessing/labels.js';
import { postprocess } from '../../postprocessing/postprocess.js';
import { resolutionOfTile } from '../../postprocessing/thresholds.js';
import { lossNames } from '../objective/lossTerms.js';
import { outputsOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';

/** Values by name; null if one is not defined. */
export type Metrics = Readonly<Record<string, number | null>>;

/** 8-bit images of one tile. */
export interface TilePictures {
  readonly input: Raster;
  /** Generated images that have a truth, by name: modalities, segmentations. */
  readonly generated: ReadonlyMap<string, Raster>;
  /** True images of each of those, and maybe others. */
  readonly truth: ReadonlyMap<string, Raster>;
}

export interface TileScores {
  /** Metrics that are averaged over tiles. */
  readonly metrics: Metrics;
  /** Numbers of cells by segmentation. */
  readonly cells: ReadonlyMap<string, { readonly truth: CellNumbers; readonly predicted: CellNumbers }>;
}

interface CellNumbers {
  readonly total: number;
  readonly positive: number;
  readonly negative: number;
}

const NAMES = {
  dice: 'dice',
  iou: 'iou',
  aji: 'aji',
  precision: 'precision',
  recall: 'recall',
  f1: 'f1',
  pixelAccuracy: 'pixel-accuracy',
} as const satisfies Record<keyof ClassScores, string>;
const CLASSES = ['mean', 'positive', 'negative'] as const;
const COUNTS = ['total', 'positive', 'negative'] as const;

/** Names of all metrics, in the order in which to show them: scores before losses. */
export function metricNames(plan: TrainedModelPlan, objective: Objective, withPerceptual: boolean): string[] {
  const outputs = outputsOf(plan);
  const modalities = plan.translations.map(({ modality }) => modality);
  const losses = lossNames(plan, objective, withPerceptual);
  const images = [...modalities, ...outputs];
  return [
    ...outputs.flatMap((output) => [
      ...CLASSES.flatMap((of) => Object.values(NAMES).map((name) => scoreName(output, of, name))),
      ...COUNTS.map((count) => countName(output, count)),
      differenceName(output),
    ]),
    ...images.map(ssimName),
    ...images.map(squaredErrorName),
    ...losses.map((name) => `val/${name}`),
  ];
}

/** Name of a score: "val/segmentation/dice" is the mean of both classes. */
function scoreName(output: string, of: (typeof CLASSES)[number], name: string): string {
  return of === 'mean' ? `val/${output}/${name}` : `val/${output}/${of}/${name}`;
}

function countName(output: string, count: (typeof COUNTS)[number]): string {
  return `val/${output}/${count}-rmse`;
}

function differenceName(output: string): string {
  return `val/${output}/ihc-difference`;
}

function ssimName(image: string): string {
  return `val/${image}/ssim`;
}

function squaredErrorName(image: string): string {
  return `val/${image}/mse`;
}

/**
 * Scores one tile. Cells are found in the true and in the generated map by the rules of inference without a marker.
 * @param outputs names of the segmentations
 */
export function scoreTile({ input, generated, truth }: TilePictures, outputs: readonly string[]): TileScores {
  const metrics: Record<string, number | null> = {};
  const cells = new Map<string, { readonly truth: CellNumbers; readonly predicted: CellNumbers }>();
  for (const [image, picture] of generated) {
    const { width, height } = picture;
    const fits = Math.min(width, height) >= SMALLEST_SSIM_PX;
    metrics[ssimName(image)] = fits ? ssim(truth.get(image)!, picture) : null;
    metrics[squaredErrorName(image)] = meanSquaredError(truth.get(image)!, picture);
    if (!outputs.includes(image)) continue;
    const [expected, found] = [cellsOf(input, truth.get(image)!), cellsOf(input, picture)];
    const scores = segmentationScores(expected.masks, found.masks);
    for (const of of CLASSES)
      for (const [key, name] of Object.entries(NAMES))
        metrics[scoreName(image, of, name)] = scores[of][key as keyof ClassScores];
    metrics[differenceName(image)] = ihcDifference(expected.cells, found.cells);
    cells.set(image, { truth: expected.cells, predicted: found.cells });
  }
  return { metrics, cells };
}

function cellsOf(ihc: Raster, map: Raster) {
  const { mask, scoring } = postprocess(ihc, map, undefined, { resolution: resolutionOfTile(map.width) });
  const { width, height, data } = mask;
  const maskOf = (label: number) => data.map((value) => (value === label ? 1 : 0));
  const cells: CellNumbers = {
    total: scoring.num_total,
    positive: scoring.num_pos,
    negative: scoring.num_neg,
  };
  return { cells, masks: { width, height, positive: maskOf(POSITIVE), negative: maskOf(NEGATIVE) } };
}

/** Mean of each metric over the tiles where it is defined, and root mean square error of the counts. */
export function summary(tiles: readonly TileScores[]): Metrics {
  const names = new Set(tiles.flatMap(({ metrics }) => Object.keys(metrics)));
  const means = [...names].map((name) => {
    const values = tiles.flatMap(({ metrics }) => metrics[name] ?? []);
    const sum = values.reduce((total, value) => total + value, 0);
    return [name, values.length === 0 ? null : sum / values.length] as const;
  });
  const outputs = new Set(tiles.flatMap(({ cells }) => [...cells.keys()]));
  const errors = [...outputs].flatMap((output) =>
    COUNTS.map((count) => {
      const pairs = tiles.flatMap(({ cells }) => {
        const numbers = cells.get(output);
        return numbers ? [{ truth: numbers.truth[count], predicted: numbers.predicted[count] }] : [];
      });
      return [countName(output, count), rootMeanSquareError(pairs)] as const;
    }),
  );
  return Object.fromEntries([...means, ...errors]);
}
