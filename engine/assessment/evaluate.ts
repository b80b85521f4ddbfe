// Evaluation of predictions against their truth, image by image, and its summary over all of them.

import { yieldToEventLoop } from '../control/cancel.js';
import { overallOf, type Overall } from '../evaluation/overall.js';
import { scoreImage, type Cells, type ScoringOptions } from '../evaluation/scoreImage.js';
import { readLabelImage } from '../images/labelImage.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { EvaluatedImage, ImageScores, TruthKind } from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';
import type { Outline } from './outlined.js';
import type { CellPair, Pair } from './pairs.js';
import { pictureScores } from './pictureScores.js';
import { readDrawnPrediction, readResultPrediction, type Prediction } from './prediction.js';
import { readTruth } from './truth.js';

export interface Evaluation {
  readonly images: readonly EvaluatedImage[];
  /** Images that could not be compared, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
  readonly overall: Overall;
  /** Titles of the models that made the predictions. */
  readonly models: readonly string[];
}

/** @throws EngineError `cancelled`, `usage` if no image can be compared */
export async function evaluate(
  pairs: readonly Pair[],
  options: ScoringOptions,
  control: Control = {},
): Promise<Evaluation> {
  const images: EvaluatedImage[] = [];
  const failures: { name: string; reason: string }[] = [];
  const models = new Set<string>();
  for (const [done, pair] of pairs.entries()) {
    control.report?.({ stage: 'evaluating images', done, total: pairs.length });
    await yieldToEventLoop(control);
    try {
      const { kind, scores, model } = await evaluateImage(pair, options, control);
      images.push({ name: pair.name, kind, scores });
      if (model !== undefined) models.add(model);
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof EngineError && error.code === 'cancelled') throw error;
      failures.push({ name: pair.name, reason: error.message });
    }
  }
  if (images.length === 0)
    throw new EngineError('usage', `No image could be evaluated. ${failures[0]?.reason ?? ''}`);
  return { images, failures, overall: overallOf(images.map(({ scores }) => scores)), models: [...models] };
}

/** @throws EngineError `usage`, `image-unreadable`, `cancelled` */
export async function evaluateImage(
  pair: Pair,
  options: ScoringOptions,
  control: Control = {},
): Promise<{ readonly kind: TruthKind; readonly scores: ImageScores; readonly model?: string | undefined }> {
  const ofPictures = pair.pictures ? await pictureScores(pair.pictures) : {};
  if (!pair.cells) return { kind: 'pictures' as const, scores: ofPictures };
  const { kind, truth, predicted, prediction } = await readPair(pair.name, pair.cells, control);
  const scores: ImageScores = { ...scoreImage(truth, predicted, options), ...ofPictures };
  return { kind, scores, model: prediction.model };
}

/** Cells of truth and prediction of one image, in the form in which they are compared. */
export interface ReadPair {
  readonly kind: TruthKind;
  readonly truth: Cells;
  readonly predicted: Cells;
  readonly prediction: Prediction;
}

/** @throws EngineError `usage`, `image-unreadable`, `cancelled` */
export async function readPair(name: string, pair: CellPair, control: Control = {}): Promise<ReadPair> {
  const outline = pair.outline === undefined ? undefined : await readOutline(pair.outline);
  const prediction = pair.isResult
    ? await readResultPrediction(pair.prediction, outline, control)
    : await readDrawnPrediction(pair.prediction, outline);
  const truth = await readTruth(pair.truth, outline);
  requireSameSize(name, pair, prediction, truth.size ?? outline);
  // Nuclei of drawn truths lack their borders, so they are compared with nuclei as they are drawn.
  const { cells, outlined } = prediction;
  const predicted = truth.kind === 'labels' && outlined ? { ...cells, nuclei: outlined } : cells;
  return { kind: truth.kind, truth: truth.cells, predicted, prediction };
}

async function readOutline(file: string): Promise<Outline> {
  const picture = await readLabelImage(file);
  if (!picture)
    throw new EngineError('usage', `${file}: an outline is a grey picture; this one has colours.`);
  return { width: picture.width, height: picture.height, inside: picture.labels };
}

function requireSameSize(
  name: string,
  { truth }: CellPair,
  { size }: Prediction,
  other: { readonly width: number; readonly height: number } | undefined,
): void {
  if (!other || (other.width === size.width && other.height === size.height)) return;
  throw new EngineError(
    'usage',
    `${name}: the prediction has ${size.width} × ${size.height} px, ${truth} ${other.width} × ${other.height} px. ` +
      'Both must be of the same image.',
  );
}
