// The terms of the objective on images that nothing learns from: the same names and weights as in a training step,
// without gradients, and nothing in the networks moves where the mode is one of inference.

import * as tf from '@tensorflow/tfjs-core';
import type { ForwardMode } from '../../networks/forward.js';
import type { Vgg19 } from '../../networks/vgg.js';
import { sideBySide, type Images } from '../model/images.js';
import { readLosses, type Losses, type TermValue } from './lossTerms.js';
import type { Objective } from '../plan/objective.js';
import type { Sight } from './recipe.js';
import { recipeOf } from './recipes.js';
import { networkOf, run, type TrainedModel } from '../model/trainedModel.js';

export interface Observed {
  readonly given: Images;
  /** Images that the model made of it. */
  readonly made: Images;
  /** Images that the teacher made of it, where the model has one. */
  readonly taught?: Images;
  readonly vgg?: Vgg19;
}

/** @param mode how discriminators run */
export async function observedLosses(
  model: TrainedModel,
  objective: Objective,
  { given, made, taught = new Map(), vgg }: Observed,
  mode: ForwardMode,
): Promise<Losses> {
  const recipe = recipeOf(model.plan, objective);
  const sight: Sight = {
    given,
    made,
    taught,
    pooled: made,
    ...(vgg ? { vgg } : {}),
    judge: (discriminator, images) =>
      tf.tidy(() => run(networkOf(model, discriminator), sideBySide(images), mode)),
  };
  const values: TermValue[] = [
    ...recipe.generatorTerms(sight).map((term) => ({
      ...term,
      of: 'generators' as const,
      value: tf.tidy(() => term.loss(term.prepare?.() ?? [])),
    })),
    ...recipe.discriminatorTerms(sight).map((term) => ({
      ...term,
      of: 'discriminators' as const,
      value: tf.tidy(() => term.loss()),
    })),
  ];
  return readLosses(values);
}
