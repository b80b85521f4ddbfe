// Steps of small models that options describe, for tests of what a step can do besides its objective.

import * as tf from '@tensorflow/tfjs-core';
import { panelsOfModel } from '../../../engine/dataset/panels.js';
import type { Row } from '../../../engine/dataset/trainingRow.js';
import { randomFrom } from '../../../engine/random/random.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { batchOf } from '../../../engine/training/model/batch.js';
import { disposeImages } from '../../../engine/training/model/images.js';
import { disposeModel, loadModel, modelWeights } from '../../../engine/training/model/trainedModel.js';
import { deepLiifPlan } from '../../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import type { TrainingPlan } from '../../../engine/training/plan/trainingPlan.js';
import { averagedModel } from '../../../engine/training/step/averages.js';
import { disposeMemory, startMemory } from '../../../engine/training/step/stepMemory.js';
import { trainingStep } from '../../../engine/training/step/trainingStep.js';
import { tinyWeights } from './tinyModel.js';

const SIDE = 16;
const TINY = {
  modalitiesNames: ['dapi'],
  netG: ['resnet_1blocks'],
  netGs: ['resnet_1blocks'],
  ngf: 1,
  ndf: 1,
  nLayersD: 1,
  norm: 'instance',
  dropout: false,
  lrG: 1e-2,
  lrD: 1e-2,
};

/** Plan of a model with one modality and instance norm, unless the options say otherwise. */
export const tinyPlanOf = (options: object): TrainingPlan =>
  deepLiifPlan(trainOptions({ ...TINY, ...options }, 'test', '/'));

/** A row of waves. @param seed shifts them */
export function rowOf(seed: number, tiles: number): Row {
  const tile = (i: number) =>
    Float32Array.from({ length: 3 * SIDE * SIDE }, (_, at) => Math.sin(at * 0.1 * (i + 1) + seed));
  return { width: SIDE, height: SIDE, tiles: Array.from({ length: tiles }, (_, i) => tile(i)) };
}

/** Takes steps on rows in parts; gives the weights and the number of tensors after each step. */
export async function steps(options: object, parts: readonly (readonly number[])[], count = 1) {
  const plan = tinyPlanOf(options);
  const panels = panelsOfModel(plan.model);
  const model = loadModel(plan.model, tinyWeights(plan.model), plan.frozen);
  let memory = startMemory(model, plan.optimiser.kind, plan.averageDecay > 0);
  const alive: number[] = [];
  const random = randomFrom(3);
  const afterEach: Map<string, Weights>[] = [];
  for (let i = 0; i < count; i++) {
    const batches = parts.map((seeds) =>
      batchOf(
        seeds.map((seed) => rowOf(seed + i, panels.length)),
        panels,
      ),
    );
    const { generatorRate, discriminatorRate } = plan;
    const now = { generatorRate, discriminatorRate, tapeBytes: Infinity, random };
    const result = await trainingStep(model, batches, memory, plan, now);
    ({ memory } = result);
    [...result.generated, ...batches].forEach(disposeImages);
    afterEach.push(await modelWeights(model));
    alive.push(tf.memory().numTensors);
  }
  const averages = await modelWeights(averagedModel(model, memory.averages));
  disposeMemory(memory);
  disposeModel(model);
  return { plan, weights: afterEach.at(-1)!, afterEach, averages, alive };
}

/** Largest difference of any weight. */
export function largestDifference(a: ReadonlyMap<string, Weights>, b: ReadonlyMap<string, Weights>): number {
  let largest = 0;
  for (const [id, network] of a)
    for (const [name, { data }] of network) {
      const other = b.get(id)!.get(name)!.data;
      data.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - other[i]!))));
    }
  return largest;
}
