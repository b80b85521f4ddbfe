// The discriminators' half of a training step: each is asked about fakes, then about the truth, and learns from both
// (paper, equations 1 and 5; reference sheet 3.4). The generated images are given; nothing flows back into them.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import { backpropagate } from './backpropagate.js';
import {
  run,
  segmentationWeights,
  sideBySide,
  sourceOf,
  weightedSum,
  type Batch,
  type GeneratedImages,
  type ModeOf,
} from './forwardPass.js';
import { addGradients, type Gradients } from './gradientSums.js';
import { ganLoss } from './losses.js';
import type { Objective } from './objective.js';
import { SEGMENTATION, type LossName, type LossTerms } from './lossTerms.js';
import { discriminatorsOf, trainedVariables, type TrainedModel } from './trainedModel.js';

/** Adds to `losses` what each discriminator lost; the gradients belong to the caller. */
export function discriminatorGradients(
  model: TrainedModel,
  batch: Batch,
  generated: GeneratedImages,
  objective: Objective,
  modeOf: ModeOf,
  losses: LossTerms,
): Gradients {
  const gradients: Gradients = new Map();
  const learn = (
    name: LossName,
    variables: ReadonlyMap<string, tf.Variable>,
    weight: number,
    loss: () => Scalar,
  ) => {
    const factor = tf.scalar(weight);
    const { value, byVariable } = backpropagate(loss, variables, [], factor);
    factor.dispose();
    losses.set(name, value);
    addGradients(gradients, byVariable);
  };

  model.translations.forEach(({ modality, discriminator }, i) => {
    const weight = objective.discriminatorWeights[i]!;
    const judge = (image: Tensor4D, real: boolean) =>
      ganLoss(run(discriminator, sideBySide(batch.input, image), modeOf(discriminator)), real, {
        mode: objective.translationGan,
        labelSmoothing: objective.labelSmoothing,
      });
    // Fakes first: running statistics move with each pass.
    learn(`${modality}/d-fake`, discriminator.trained, weight, () =>
      judge(generated.translations[i]!, false),
    );
    learn(`${modality}/d-real`, discriminator.trained, weight, () => judge(batch.targets[i]!, true));
  });

  if (generated.segmentation && batch.segmentation) {
    const { segmentation: fake } = generated;
    const { segmentation: truth } = batch;
    const variables = trainedVariables(discriminatorsOf({ ...model, translations: [] }));
    const weight = objective.segmentationDiscriminatorWeight;
    const judge = (map: Tensor4D, real: boolean) =>
      segmentationJudgement(model, batch, generated, map, real, objective, modeOf);
    learn(`${SEGMENTATION}/d-fake`, variables, weight, () => judge(fake, false));
    learn(`${SEGMENTATION}/d-real`, variables, weight, () => judge(truth, true));
  }
  return gradients;
}

/**
 * How far the segmentation's discriminators together are from calling `map` real (or fake). Each sees it beside the
 * image that its generator reads; their weighted sum is judged, or each by itself and the losses are added up.
 */
export function segmentationJudgement(
  model: TrainedModel,
  batch: Batch,
  generated: GeneratedImages,
  map: Tensor4D,
  real: boolean,
  objective: Objective,
  modeOf: ModeOf,
): Scalar {
  const modalities = objective.segmentationCondition === 'real' ? batch.targets : generated.translations;
  const scores = model.segmentations.map(({ from, discriminator }) => {
    const condition = sourceOf(model, from, batch.input, modalities);
    return run(discriminator, sideBySide(condition, map), modeOf(discriminator));
  });
  const loss = { mode: objective.segmentationGan, labelSmoothing: objective.labelSmoothing };
  if (objective.segmentationJudgement === 'weighted-sum')
    return ganLoss(weightedSum(scores, segmentationWeights(model)), real, loss);
  return tf.addN(scores.map((score) => ganLoss(score, real, loss)));
}
