// Metrics of an evaluation: what each is called, means and is better for. Reports, tables and the command line show them in this
// order; a number of an image is found under its id.

import type { ImageScores, Metric } from '../protocol/evaluations.js';

const CLASSES = [
  ['positive', 'positive cells'],
  ['negative', 'negative cells'],
  ['mean', 'mean of both classes'],
  ['any', 'cells of any class'],
] as const;

type Definition = Pick<Metric, 'title' | 'group' | 'definition'>;

const OF_CLASSES: Readonly<Record<string, Definition>> = {
  dice: {
    title: 'Dice',
    group: 'pixels',
    definition: '2 TP / (2 TP + FP + FN) over pixels; of pixels the same as F1',
  },
  iou: {
    title: 'IoU',
    group: 'pixels',
    definition: 'TP / (TP + FP + FN) over pixels, which the paper calls pixel accuracy',
  },
  precision: { title: 'Pixel precision', group: 'pixels', definition: 'TP / (TP + FP) over pixels' },
  recall: { title: 'Pixel recall', group: 'pixels', definition: 'TP / (TP + FN) over pixels' },
  pixelAccuracy: {
    title: 'Pixel accuracy',
    group: 'pixels',
    definition: '(TP + TN) / all pixels, which the reference calls PixAcc',
  },
  aji: {
    title: 'AJI',
    group: 'nuclei',
    definition: 'Aggregated Jaccard Index (Kumar et al. 2017); missed and invented nuclei count as union',
  },
  referenceAji: {
    title: 'AJI of the reference',
    group: 'nuclei',
    definition: 'as the reference computes it: a missed nucleus costs nothing',
  },
  panopticQuality: {
    title: 'Panoptic quality',
    group: 'nuclei',
    definition: 'F1 of nuclei with IoU above 0.5, times their mean IoU (Kirillov et al. 2019)',
  },
  detectionPrecision: {
    title: 'Detection precision',
    group: 'detection',
    definition: 'found / (found + invented); one partner for each cell within the radius',
  },
  detectionRecall: {
    title: 'Detection recall',
    group: 'detection',
    definition: 'found / (found + missed); one partner for each cell within the radius',
  },
  detectionF1: {
    title: 'Detection F1',
    group: 'detection',
    definition: '2 found / (2 found + invented + missed); as many pairs within the radius as there can be',
  },
  greedyF1: {
    title: 'Detection F1, greedy',
    group: 'detection',
    definition: 'the same with pairs taken by distance',
  },
};

/** Metrics of several classes: `dice.positive`, `dice.negative`, `dice.mean`, `dice.any`, … */
const ofClasses: readonly Metric[] = Object.entries(OF_CLASSES).flatMap(
  ([id, { title, group, definition }]) =>
    CLASSES.map(([of, words]) => ({
      ...{ id: `${id}.${of}`, title: `${title}, ${words}`, group, definition },
      ...{ unit: 'share' as const, better: 'higher' as const },
    })),
);

const MODALITY_TITLES: Readonly<Record<string, string>> = {
  mean: 'mean of the pictures',
  hematoxylin: 'hematoxylin',
  dapi: 'DAPI',
  lap2: 'LAP2β',
  marker: 'marker',
};

/** Metrics of the pictures of one modality; `mean`: over those of an image. */
function ofPictures(modality: string): readonly Metric[] {
  const words = MODALITY_TITLES[modality] ?? modality;
  const common = { group: 'pictures', unit: 'number' } as const;
  return [
    {
      ...{ id: `mse.${modality}`, title: `MSE, ${words}`, ...common, better: 'lower' },
      definition:
        'mean squared difference of luma, which is 0 to 1 (0.2125 R + 0.7154 G + 0.0721 B); of the paper and of the reference',
    },
    {
      ...{ id: `ssim.${modality}`, title: `SSIM, ${words}`, ...common, better: 'higher' },
      definition:
        'structural similarity of luma (Wang et al. 2004), the paper’s: Gaussian window of σ 1.5 and 11 × 11 px, range 1',
    },
    {
      ...{ id: `referenceSsim.${modality}`, title: `SSIM of the reference, ${words}`, ...common },
      better: 'higher',
      definition:
        'as the reference computes it: columns of pixels as images and range 255, which gives about 0.998 for any pictures',
    },
  ];
}

/** Metrics of an evaluation: those of METRICS, and those of pictures whose modalities only its scores name. */
export function metricsOfScores(images: readonly ImageScores[]): readonly Metric[] {
  const known = new Set(METRICS.map(({ id }) => id));
  const others = new Set(
    images.flatMap((scores) =>
      Object.keys(scores).flatMap((id) => (id.startsWith('mse.') && !known.has(id) ? [id.slice(4)] : [])),
    ),
  );
  return others.size === 0 ? METRICS : [...METRICS, ...[...others].flatMap(ofPictures)];
}

export const METRICS: readonly Metric[] = [
  ...ofClasses,
  {
    ...{
      id: 'percentError',
      title: 'Error of the percentage',
      group: 'counts',
      unit: 'points',
      better: 'lower',
    },
    definition:
      '|positive share predicted − true|, percentage points (the paper’s IHC quantification difference)',
  },
  {
    ...{ id: 'referencePercentError', title: 'Error of the percentage, reference', group: 'counts' },
    ...{ unit: 'points', better: 'lower' },
    definition: 'the same from pieces of equal value in the drawn pictures, as the reference counts',
  },
  ...(['found', 'missed', 'invented'] as const).flatMap((count) =>
    (['positive', 'negative', 'any'] as const).map((of): Metric => ({
      ...{ id: `${count}.${of}`, group: 'detection', unit: 'count', better: 'neither' },
      title: `${count[0]!.toUpperCase()}${count.slice(1)}, ${of === 'any' ? 'cells of any class' : `${of} cells`}`,
      definition: 'cells within the radius of a partner, true cells without one, predicted cells without one',
    })),
  ),
  ...(['positive', 'negative'] as const).flatMap((of): readonly Metric[] => [
    {
      ...{ id: `predicted.${of}`, title: `Predicted as ${of}`, group: 'counts', unit: 'count' },
      ...{ better: 'neither', definition: 'number of cells that the prediction has in this class' },
    },
    {
      ...{
        id: `true.${of}`,
        title: `${of === 'positive' ? 'Positive' : 'Negative'} in the truth`,
        group: 'counts',
        unit: 'count',
      },
      ...{ better: 'neither', definition: 'number of cells that the truth has in this class' },
    },
  ]),
  ...Object.keys(MODALITY_TITLES).flatMap(ofPictures),
];
