// The objective of CycleGAN (Zhu et al. 2017; docs/reference.md 4): input and modalities are of different places, so an
// image translated to the other side and back must equal itself. Generators learn first; discriminators see only the
// image itself, and generated ones through a pool of older ones.

import { imageOf } from '../model/images.js';
import { distance, ganLoss } from './losses.js';
import {
  again,
  backImage,
  discriminatorId,
  INPUT,
  truthOf,
  type TrainedModelPlan,
} from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';
import { perceptualLoss, perceptualTarget } from './perceptualLoss.js';
import type { DiscriminatorTerm, GeneratorTerm, Recipe, Sight } from './recipe.js';
import type { Tensor4D } from '@tensorflow/tfjs-core';

export function cycleRecipe({ translations }: TrainedModelPlan, objective: Objective): Recipe {
  const gan = { mode: objective.translationGan, labelSmoothing: objective.labelSmoothing };
  /** Equal shares: the reference's weights of generators apply to the other terms only. */
  const cycleWeight = 1 / translations.length;

  /** Both directions of a modality: the generated image, and the true one that it should look like. */
  const directions = (modality: string) => [
    { image: modality, truth: truthOf(modality) },
    { image: backImage(modality), truth: INPUT },
  ];

  const discriminatorTerms = (sight: Sight): DiscriminatorTerm[] =>
    translations.flatMap(({ modality }, i) =>
      directions(modality).flatMap(({ image, truth }): DiscriminatorTerm[] => {
        const discriminator = discriminatorId(image);
        const shared = { lambda: 1, weight: objective.discriminatorWeights[i]!, learners: [discriminator] };
        const judge = (seen: Tensor4D, real: boolean) =>
          ganLoss(sight.judge(discriminator, [seen]), real, gan);
        return [
          { ...shared, name: `${image}/d-real`, loss: () => judge(imageOf(sight.given, truth), true) },
          { ...shared, name: `${image}/d-fake`, loss: () => judge(imageOf(sight.pooled, image), false) },
        ];
      }),
    );

  const generatorTerms = (sight: Sight): GeneratorTerm[] =>
    translations.flatMap(({ modality }, i) =>
      directions(modality).flatMap(({ image, truth }): GeneratorTerm[] => {
        const weight = objective.translationWeights[i]!;
        const returned = again(image === modality ? modality : INPUT, modality);
        return [
          {
            name: `${image}/gan`,
            image,
            lambda: 1,
            weight,
            loss: () => ganLoss(sight.judge(discriminatorId(image), [imageOf(sight.made, image)]), true, gan),
          },
          {
            name: `${image}/cycle`,
            image: returned,
            lambda: objective.lambdaCycle,
            weight: cycleWeight,
            loss: () => distance(imageOf(sight.made, returned), imageOf(sight.given, truth)),
          },
          ...perceptualTerms(sight, image, truth, weight),
        ];
      }),
    );

  /** Both generated images are compared with the true ones of their side, though these show other places. */
  const perceptualTerms = (sight: Sight, image: string, truth: string, weight: number): GeneratorTerm[] => {
    const { vgg } = sight;
    if (!vgg || objective.lambdaPerceptual === 0) return [];
    return [
      {
        name: `${image}/perceptual`,
        image,
        lambda: objective.lambdaPerceptual,
        weight,
        prepare: () => perceptualTarget(vgg, imageOf(sight.given, truth)),
        loss: (wanted) => perceptualLoss(vgg, imageOf(sight.made, image), wanted as readonly Tensor4D[]),
      },
    ];
  };

  return {
    first: 'generators',
    pooled: translations.flatMap(({ modality }) => [modality, backImage(modality)]),
    discriminatorTerms,
    generatorTerms,
  };
}
