// Plan → options of the request that repeats its analysis, on the same image or on another one. Pure.

import { PROGRAM_BACKEND } from '../protocol/backends.js';
import { EMPTY_TILES } from '../protocol/emptyTiles.js';
import type { AnalysisOptions } from '../protocol/requests.js';
import type { Scale } from '../protocol/scale.js';
import type { PostprocessOptions, Resolution } from '../protocol/thresholds.js';
import { stepsNamed, type Plan } from './plan.js';

/**
 * Options that repeat the analysis of a plan, without its later steps. `model`: folder or id of the model here. Undefined
 * for a plan without an inference.
 */
export function requestOfPlan(plan: Pick<Plan, 'steps'>, model: string): AnalysisOptions | undefined {
  const [image] = stepsNamed(plan, 'readImage');
  const [inference] = stepsNamed(plan, 'infer');
  const [score] = stepsNamed(plan, 'score');
  if (!image || !inference) return undefined;
  const { backend, precision, normalisation, scope, intermediateMaps, segmentationWeights } = inference;
  const postProcessors = postProcessorsOf(plan);
  const emptyTiles = EMPTY_TILES.find((one) => one === inference.emptyTiles && one !== 'skip');
  return {
    model,
    // A program is no backend that can be asked for: it comes with its model.
    backend: backend === PROGRAM_BACKEND ? 'auto' : backend,
    precision,
    ...(normalisation === undefined ? {} : { normalisation }),
    ...(scope === 'all' ? {} : { scope }),
    ...(intermediateMaps ? { intermediateMaps } : {}),
    ...(segmentationWeights ? { segmentationWeights } : {}),
    ...(image.colour === 'managed' ? {} : { colour: image.colour }),
    ...scaleAsked(inference, inference.scale, image.mpp),
    ...(emptyTiles ? { emptyTiles } : {}),
    ...(postProcessors.length > 0 ? { postProcessors } : {}),
    ...(score ? { thresholds: withoutResolution(score.thresholds) } : {}),
  };
}

/** Ids of the post-processors of a plan, in their order. */
export function postProcessorsOf(plan: Pick<Plan, 'steps'>): readonly string[] {
  return stepsNamed(plan, 'postProcess').flatMap(({ postProcessors }) => postProcessors.map(({ id }) => id));
}

/** Thresholds of a plan that count in the end: those of the last scoring. Undefined if nothing was scored. */
export function lastThresholds(plan: Pick<Plan, 'steps'>): PostprocessOptions | undefined {
  return (stepsNamed(plan, 'rescore').at(-1) ?? stepsNamed(plan, 'score').at(-1))?.thresholds;
}

/**
 * Magnification that scoring again gave the result, other than that of its analysis; undefined if it kept that. No
 * analysis does so by itself.
 */
export function changedResolution(plan: Pick<Plan, 'steps'>): Resolution | undefined {
  const [score] = stepsNamed(plan, 'score');
  const last = stepsNamed(plan, 'rescore').at(-1)?.thresholds.resolution;
  return score && last !== score.thresholds.resolution ? last : undefined;
}

/**
 * Scale as it was asked for, so that a new analysis gives the same reason; results without a stored scale only have their
 * tiles.
 */
export function scaleAsked(
  { tilePx, overlapPx }: { readonly tilePx: number; readonly overlapPx: number },
  scale: Scale | undefined,
  imageMpp: number | undefined,
): Pick<AnalysisOptions, 'tilePx' | 'overlapPx' | 'mpp' | 'mppBasis'> {
  if (scale === undefined || scale.basis === 'tilePx')
    return { tilePx, overlapPx, ...(imageMpp === undefined ? {} : { mpp: imageMpp }) };
  const overlap = overlapPx === Math.floor(tilePx / 16) ? {} : { overlapPx };
  const isGiven = scale.mpp !== undefined && (scale.basis === 'mpp' || scale.basis === 'folder');
  return isGiven ? { ...overlap, mpp: scale.mpp, mppBasis: scale.basis } : overlap;
}

/** Thresholds without the resolution, which the engine finds anew from the same tiles. */
export function withoutResolution(thresholds: PostprocessOptions): Omit<PostprocessOptions, 'resolution'> {
  return Object.fromEntries(Object.entries(thresholds).filter(([key]) => key !== 'resolution'));
}
