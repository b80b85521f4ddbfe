// The plan that a preset makes for given data: the images of a sample, and the size of its tiles.

import { sizeAfter } from '../../dataset/preprocess.js';
import { buildNetwork } from '../../networks/build.js';
import { deepLiifPlan } from './deepLiifPlan.js';
import { networksOf, outputsOf, type TrainedModelPlan } from './modelPlan.js';
import type { TrainingPreset } from './presets.js';
import type { TileSize } from './stepCost.js';
import { trainOptions, type TrainOptions } from './trainOptions.js';
import type { TrainingPlan } from './trainingPlan.js';

/** Options that name the images of a sample. */
export type ImageOptions = Pick<TrainOptions, 'inputNames' | 'modalitiesNames' | 'segGen'>;

export interface PresetPlan {
  readonly plan: TrainingPlan;
  /** Size of the tiles that the networks see. */
  readonly tile: TileSize;
  /** Options beside the preset: a size to which tiles are resized if the networks cannot take theirs. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** @param stored size of the tiles as they are stored */
export function presetPlan({ id }: TrainingPreset, stored: TileSize, images: ImageOptions): PresetPlan {
  const planOf = (options: object) =>
    deepLiifPlan(trainOptions({ preset: id, ...images, ...options }, id, '/'));
  const plan = planOf({});
  const [width, height] = sizeAfter(stored, plan.data, id);
  const multiple = sizeMultipleOf(plan);
  if (width % multiple === 0 && height % multiple === 0)
    return { plan, tile: { width, height }, options: {} };
  const side = Math.max(multiple, Math.round(Math.max(width, height) / multiple) * multiple);
  const options = { preprocess: 'resize_and_crop', loadSize: side, cropSize: side };
  return { plan: planOf(options), tile: { width: side, height: side }, options };
}

function sizeMultipleOf({ model }: TrainingPlan): number {
  return Math.max(...networksOf(model).map(({ architecture }) => buildNetwork(architecture).sizeMultiplePx));
}

export function imageOptionsOf(model: TrainedModelPlan): ImageOptions {
  return {
    inputNames: model.inputs,
    modalitiesNames: model.translations.map(({ modality }) => modality),
    segGen: outputsOf(model).length > 0,
  };
}
