// The generators' half of a training step (paper, equations 2 to 7; reference sheet 3.4). The loss is differentiated
// by the generated images first, then from there through each segmentation generator into what it read, and last
// through each modality's generator.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import type { Vgg19 } from '../networks/vgg.js';
import { backpropagate } from './backpropagate.js';
import { segmentationJudgement } from './discriminatorStep.js';
import {
  modalityIndex,
  run,
  sideBySide,
  sourceOf,
  type Batch,
  type GeneratedImages,
  type ModeOf,
} from './forwardPass.js';
import { added, addGradients, type Gradients } from './gradientSums.js';
import { ganLoss, saturatingLoss, smoothL1 } from './losses.js';
import { SEGMENTATION, type LossName, type LossTerms } from './lossTerms.js';
import type { Objective } from './objective.js';
import { perceptualLoss, perceptualTarget } from './perceptualLoss.js';
import { INPUT, type TrainedModel } from './trainedModel.js';

export interface GeneratorModes {
  /** Of discriminators, whose state moves with every pass. */
  readonly discriminators: ModeOf;
  /** Of generators, which run the step's pass once more. */
  readonly generators: ModeOf;
}

/**
 * Adds to `losses` the generators' terms; the gradients belong to the caller. Discriminators only look.
 * @param vgg the eyes of the perceptual term, which is left out without them
 */
export function generatorGradients(
  model: TrainedModel,
  batch: Batch,
  generated: GeneratedImages,
  objective: Objective,
  vgg: Vgg19 | undefined,
  modes: GeneratorModes,
  losses: LossTerms,
): Gradients {
  const byImage = model.translations.map((_, i) =>
    translationTerms(model, i, batch, generated, objective, vgg, modes.discriminators, losses),
  );
  const gradients: Gradients = new Map();
  if (generated.segmentation && batch.segmentation) {
    const byMap = segmentationTerms(model, batch, generated, objective, modes.discriminators, losses);
    for (const { from, weight, generator } of model.segmentations) {
      const source = sourceOf(model, from, batch.input, generated.translations);
      const share = tf.mul<Tensor4D>(byMap, weight);
      const { value, byVariable, byInput } = backpropagate(
        () => run(generator, source, modes.generators(generator)),
        generator.trained,
        from === INPUT ? [] : [source],
        share,
      );
      tf.dispose([value, share]);
      addGradients(gradients, byVariable);
      if (from !== INPUT) {
        const i = modalityIndex(model, from);
        byImage[i] = added(byImage[i]!, byInput[0] as Tensor4D);
      }
    }
    byMap.dispose();
  }
  model.translations.forEach(({ generator }, i) => {
    const { value, byVariable } = backpropagate(
      () => run(generator, batch.input, modes.generators(generator)),
      generator.trained,
      [],
      byImage[i],
    );
    tf.dispose([value, byImage[i]!]);
    addGradients(gradients, byVariable);
  });
  return gradients;
}

/** The derivative of a modality's terms by its generated image. */
function translationTerms(
  model: TrainedModel,
  i: number,
  { input, targets }: Batch,
  { translations }: GeneratedImages,
  objective: Objective,
  vgg: Vgg19 | undefined,
  modeOf: ModeOf,
  losses: LossTerms,
): Tensor4D {
  const { modality, discriminator } = model.translations[i]!;
  const [fake, target] = [translations[i]!, targets[i]!];
  const weight = objective.translationWeights[i]!;
  const differentiate = differentiateBy(fake, losses);
  const byGan = differentiate(`${modality}/gan`, weight, () => {
    const scores = run(discriminator, sideBySide(input, fake), modeOf(discriminator));
    return objective.generatorForm === 'saturating'
      ? saturatingLoss(scores)
      : ganLoss(scores, true, { mode: objective.translationGan, labelSmoothing: objective.labelSmoothing });
  });
  const byL1 = differentiate(`${modality}/l1`, weight * objective.lambdaL1, () =>
    smoothL1(fake, target, objective.smoothL1Switch),
  );
  const sum = added(byGan, byL1);
  if (!vgg || objective.lambdaPerceptual === 0) return sum;
  const wanted = perceptualTarget(vgg, target);
  const byLooks = differentiate(`${modality}/perceptual`, weight * objective.lambdaPerceptual, () =>
    perceptualLoss(vgg, fake, wanted),
  );
  tf.dispose(wanted);
  return added(sum, byLooks);
}

/** The derivative of the segmentation's terms by the summed map. */
function segmentationTerms(
  model: TrainedModel,
  batch: Batch,
  generated: GeneratedImages,
  objective: Objective,
  modeOf: ModeOf,
  losses: LossTerms,
): Tensor4D {
  const fake = generated.segmentation!;
  const weight = objective.segmentationWeight;
  const differentiate = differentiateBy(fake, losses);
  const byGan = differentiate(`${SEGMENTATION}/gan`, weight * objective.segmentationGanFactor, () =>
    segmentationJudgement(model, batch, generated, fake, true, objective, modeOf),
  );
  const byL1 = differentiate(`${SEGMENTATION}/l1`, weight * objective.lambdaL1, () =>
    smoothL1(fake, batch.segmentation!, objective.smoothL1Switch),
  );
  return added(byGan, byL1);
}

/** Notes a loss and gives its derivative by an image, times a weight. */
function differentiateBy(image: Tensor4D, losses: LossTerms) {
  return (name: LossName, weight: number, loss: () => Scalar): Tensor4D => {
    const factor = tf.scalar(weight);
    const { value, byInput } = backpropagate(loss, new Map(), [image], factor);
    factor.dispose();
    losses.set(name, value);
    return byInput[0] as Tensor4D;
  };
}
