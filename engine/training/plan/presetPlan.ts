// The plan that a preset makes for given data: the images of a sample, and the size of its tiles.

import { sizeAfter } from '../../dataset/preprocess.js';
import { deepLiifPlan } from './deepLiifPlan.js';
import { outputsOf, type TrainedModelPlan } from './modelPlan.js';
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
}

/** @param stored size of the tiles as they are stored */
export function presetPlan({ id }: TrainingPreset, stored: TileSize, images: ImageOptions): PresetPlan {
  const plan = deepLiifPlan(trainOptions({ preset: id, ...images }, 'preset', '/'));
  const [width, height] = sizeAfter(stored, plan.data, id);
  return { plan, tile: { width, height } };
}

export function imageOptionsOf(model: TrainedModelPlan): ImageOptions {
  return {
    inputNames: model.inputs,
    modalitiesNames: model.translations.map(({ modality }) => modality),
    segGen: outputsOf(model).length > 0,
  };
}
