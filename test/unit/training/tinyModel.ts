// The smallest DeepLIIF that has all its parts, for tests of training: one modality, two maps, 16 px.

import * as tf from '@tensorflow/tfjs-core';
import { buildNetwork } from '../../../engine/networks/build.js';
import { parametersOf } from '../../../engine/networks/parameters.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { deepLiifPlan } from '../../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import type { TrainingPlan } from '../../../engine/training/plan/trainingPlan.js';
import type { Images } from '../../../engine/training/model/images.js';
import {
  INPUT,
  networksOf,
  truthOf,
  type TrainedModelPlan,
} from '../../../engine/training/plan/modelPlan.js';

const GENERATOR = {
  inChannels: 3,
  outChannels: 3,
  filters: 2,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
} as const;
const DISCRIMINATOR = { name: 'patchgan', inChannels: 6, filters: 2, norm: 'batch', layers: 2 } as const;

export const TINY_PLAN: TrainedModelPlan = {
  kind: 'DeepLIIF',
  inputs: ['ihc'],
  panels: ['ihc', 'dapi', 'segmentation'],
  translations: [
    { modality: 'dapi', generator: { ...GENERATOR, name: 'resnet_1blocks' }, discriminator: DISCRIMINATOR },
  ],
  segmentations: [INPUT, 'dapi'].map((name, i) => ({
    name,
    from: [name],
    output: 'segmentation',
    weight: [0.75, 0.25][i]!,
    generator: { ...GENERATOR, name: 'resnet_0blocks' },
    discriminator: DISCRIMINATOR,
  })),
};

/** Plan of a training of that model, two epochs by the reference's objective. */
export const TINY_TRAINING: TrainingPlan = {
  ...deepLiifPlan(trainOptions({ modalitiesNames: ['dapi'], seed: 5, lrG: 1e-3, lrD: 1e-3 }, 'test', '/')),
  model: TINY_PLAN,
  policy: { kind: 'linear', epochs: 1, decayEpochs: 1, firstEpoch: 0 },
  epochs: 2,
};

/** Arbitrary numbers that keep activations within bounds. */
export function tinyWeights(plan: TrainedModelPlan = TINY_PLAN): Map<string, Weights> {
  return new Map(
    networksOf(plan).map(({ id, architecture }) => [
      id,
      new Map(
        parametersOf(buildNetwork(architecture)).map(({ name, role, shape }) => {
          const size = shape.reduce((product, length) => product * length, 1);
          const plain = role === 'runningVariance' || role === 'normWeight';
          const data = Float32Array.from({ length: size }, (_, i) => (plain ? 1 : 0.2 * Math.sin(i + 1)));
          return [name, { shape, data }];
        }),
      ),
    ]),
  );
}

/** Belongs to the caller. */
export function tinyBatch(count = 1): Images {
  const image = (seed: number) => tf.randomUniform<tf.Rank.R4>([count, 16, 16, 3], -1, 1, 'float32', seed);
  return new Map([
    [INPUT, image(1)],
    [truthOf('dapi'), image(2)],
    [truthOf('segmentation'), image(3)],
  ]);
}
