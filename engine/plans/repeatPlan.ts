// Repeats a plan on one image: the analysis, then the last thresholds, then the classes set by hand. The steps between
// leave no trace in a result, so they are not repeated.

import { correctResult } from '../analysis/correctedScores.js';
import { postprocessImages } from '../analysis/postprocessImages.js';
import { rescoreResult } from '../analysis/rescoreResult.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { AnalyseParams, ImageAnalysis } from '../protocol/requests.js';
import type { Scoring } from '../protocol/scoring.js';
import { stepsNamed, type Plan } from '../reading/plan.js';
import { changedResolution, postProcessorsOf, requestOfPlan } from '../reading/planRequest.js';
import { readResultRecord } from '../reading/resultRecord.js';
import { readShownScores } from '../reading/shownScores.js';
import type { PreparedPlan } from './preparePlan.js';

/** Answers `image/analyse`. */
export type Analyse = (params: AnalyseParams, control: Control) => Promise<ImageAnalysis>;

export interface RepeatedPlan {
  readonly folder: string;
  /** Scores by segmentation map, classes set by hand included. */
  readonly scoring: Readonly<Record<string, Scoring>>;
  readonly notices: readonly string[];
  /** Name of the backend for people; absent for a plan without a model. */
  readonly backend?: string;
}

/** Writes `<out>/<name>`. Throws what an analysis and scoring again throw. */
export async function repeatPlan(
  prepared: PreparedPlan,
  image: string,
  target: { readonly out: string; readonly name: string },
  analyse: Analyse,
  control: Control = {},
): Promise<RepeatedPlan> {
  const analysis = await analyseByPlan(prepared, image, target, analyse, control);
  const { folder } = analysis;
  await rescoreByPlan(prepared.plan, folder, control);
  for (const map of new Set(prepared.corrections.map((one) => one.map)))
    await correctResult(
      { folder, map, corrections: prepared.corrections.filter((one) => one.map === map) },
      control,
    );
  const { scoring } = await readShownScores(folder, await readResultRecord(folder));
  return { ...analysis, scoring };
}

async function analyseByPlan(
  { plan, file, model, backend, pictures }: PreparedPlan,
  image: string,
  target: { readonly out: string; readonly name: string },
  analyse: Analyse,
  control: Control,
): Promise<Omit<RepeatedPlan, 'scoring'>> {
  const options = model === undefined ? undefined : requestOfPlan(plan, model);
  if (options) {
    const request = { ...options, backend, image, into: target.out, name: target.name };
    const done = await analyse(request, control);
    return { folder: done.folder, notices: done.notices, backend: done.backend.description };
  }
  const [score] = stepsNamed(plan, 'score');
  if (!pictures || !score)
    throw new EngineError(
      'usage',
      `${file} has neither a model nor a segmentation map to score, so nothing can be repeated. Choose another plan.`,
    );
  const { colour = 'managed' } = stepsNamed(plan, 'readImage')[0] ?? {};
  const { folder, notices } = await postprocessImages(
    { image, seg: pictures.seg, marker: pictures.marker, postProcessors: postProcessorsOf(plan) },
    score.thresholds,
    colour,
    target,
    control,
  );
  return { folder, notices };
}

/** Applies the last thresholds. The magnification stays that of the image, unless scoring again has changed it. */
async function rescoreByPlan(plan: Plan, folder: string, control: Control): Promise<void> {
  const last = stepsNamed(plan, 'rescore').at(-1);
  if (!last) return;
  const { thresholds: present } = await readResultRecord(folder);
  const resolution = changedResolution(plan) ?? present?.resolution ?? last.thresholds.resolution;
  await rescoreResult(folder, { ...last.thresholds, resolution }, control);
}
