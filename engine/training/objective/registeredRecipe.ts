// The objective of models that learn from registered images: DeepLIIF, DeepLIIFExt, SDG and DeepLIIFKD (paper, equations
// 1 to 7; docs/reference.md 3.4 and 4). Discriminators judge first, so that generators hear what they know now.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import { distillationLoss } from './distillationLoss.js';
import { imageOf, weightedSum } from '../model/images.js';
import { ganLoss, saturatingLoss, smoothL1 } from './losses.js';
import {
  discriminatorId,
  INPUT,
  mapImage,
  outputsOf,
  segmentationId,
  truthOf,
  type TrainedModelPlan,
} from '../plan/modelPlan.js';
import type { GanMode, Objective } from '../plan/objective.js';
import { perceptualLoss, perceptualTarget } from './perceptualLoss.js';
import type { DiscriminatorTerm, GeneratorTerm, LossName, Recipe, Sight } from './recipe.js';

export function registeredRecipe(plan: TrainedModelPlan, objective: Objective): Recipe {
  const { translations } = plan;
  const outputs = outputsOf(plan);
  return {
    first: 'discriminators',
    pooled: [],
    discriminatorTerms: (sight) => [
      // Fakes first: running statistics move with each pass.
      ...translations.flatMap(({ modality }, i) =>
        bothSides(modality, objective.discriminatorWeights[i]!, [modality], (real) =>
          ganLoss(
            sight.judge(discriminatorId(modality), [
              imageOf(sight.given, INPUT),
              real ? truth(sight, modality) : imageOf(sight.made, modality),
            ]),
            real,
            ganOf(objective, objective.translationGan),
          ),
        ),
      ),
      ...outputs.flatMap((output, i) => {
        const learners = plan.segmentations.filter((part) => part.output === output).map(segmentationId);
        return bothSides(output, objective.segmentationDiscriminatorWeights[i]!, learners, (real) =>
          segmentationJudgement(plan, objective, sight, output, real ? 'truth' : 'fake'),
        );
      }),
    ],
    generatorTerms: (sight) => [
      ...translations.flatMap(({ modality }, i) => translationTerms(objective, sight, modality, i)),
      ...outputs.flatMap((output, i) => segmentationTerms(plan, objective, sight, output, i)),
      ...distillationTerms(plan, objective, sight),
    ],
  };
}

function bothSides(
  of: string,
  weight: number,
  learners: readonly string[],
  loss: (real: boolean) => Scalar,
): DiscriminatorTerm[] {
  const term = (name: LossName, real: boolean): DiscriminatorTerm => ({
    name,
    lambda: 1,
    weight,
    learners: learners.map(discriminatorId),
    loss: () => loss(real),
  });
  return [term(`${of}/d-fake`, false), term(`${of}/d-real`, true)];
}

function translationTerms(
  objective: Objective,
  sight: Sight,
  modality: string,
  index: number,
): GeneratorTerm[] {
  const weight = objective.translationWeights[index]!;
  const fake = () => imageOf(sight.made, modality);
  const { vgg } = sight;
  const terms: GeneratorTerm[] = [
    {
      name: `${modality}/gan`,
      image: modality,
      lambda: 1,
      weight,
      loss: () => {
        const scores = sight.judge(discriminatorId(modality), [imageOf(sight.given, INPUT), fake()]);
        return objective.generatorForm === 'saturating'
          ? saturatingLoss(scores)
          : ganLoss(scores, true, ganOf(objective, objective.translationGan));
      },
    },
    {
      name: `${modality}/l1`,
      image: modality,
      lambda: objective.lambdaL1,
      weight,
      loss: () => smoothL1(fake(), truth(sight, modality), objective.smoothL1Switch),
    },
  ];
  if (vgg && objective.lambdaPerceptual > 0)
    terms.push({
      name: `${modality}/perceptual`,
      image: modality,
      lambda: objective.lambdaPerceptual,
      weight,
      prepare: () => perceptualTarget(vgg, truth(sight, modality)),
      loss: (wanted) => perceptualLoss(vgg, fake(), wanted as readonly Tensor4D[]),
    });
  return terms;
}

function segmentationTerms(
  plan: TrainedModelPlan,
  objective: Objective,
  sight: Sight,
  output: string,
  index: number,
): GeneratorTerm[] {
  const weight = objective.segmentationWeights[index]!;
  return [
    {
      name: `${output}/gan`,
      image: output,
      lambda: 1,
      weight: weight * objective.segmentationGanFactor,
      loss: () => segmentationJudgement(plan, objective, sight, output, 'for the generator'),
    },
    {
      name: `${output}/l1`,
      image: output,
      lambda: objective.lambdaL1,
      weight,
      loss: () => smoothL1(imageOf(sight.made, output), truth(sight, output), objective.smoothL1Switch),
    },
  ];
}

/**
 * Distance of a segmentation's discriminators together from calling it real (or fake). Each sees it beside the images
 * that its generator reads; their weighted sum is judged, or each by itself and the losses are added up.
 */
function segmentationJudgement(
  { segmentations }: TrainedModelPlan,
  objective: Objective,
  sight: Sight,
  output: string,
  side: 'fake' | 'truth' | 'for the generator',
): Scalar {
  const map = side === 'truth' ? truth(sight, output) : imageOf(sight.made, output);
  const seen = (name: string) => {
    if (name === INPUT) return imageOf(sight.given, INPUT);
    return objective.segmentationCondition === 'real' ? truth(sight, name) : imageOf(sight.made, name);
  };
  const parts = segmentations.filter((part) => part.output === output);
  const scores = parts.map((part) =>
    sight.judge(discriminatorId(segmentationId(part)), [...part.from.map(seen), map]),
  );
  const ofGenerator = side === 'for the generator';
  const loss = ganOf(objective, ofGenerator ? objective.segmentationGeneratorGan : objective.segmentationGan);
  const real = side !== 'fake';
  if (objective.segmentationJudgement === 'each')
    return tf.addN(scores.map((score) => ganLoss(score, real, loss)));
  const sum = weightedSum(
    scores,
    parts.map(({ weight }) => weight),
  );
  return ganLoss(sum, real, loss);
}

/** Terms of a model with a teacher: every image, every map and their sum should be what the teacher makes of the input. */
function distillationTerms(plan: TrainedModelPlan, objective: Objective, sight: Sight): GeneratorTerm[] {
  const { lambdaDistillation } = objective;
  if (lambdaDistillation === 0) return [];
  const images = [
    ...plan.translations.map(({ modality }) => modality),
    ...plan.segmentations.map(mapImage),
    ...outputsOf(plan),
  ];
  return images.map((image) => ({
    name: `${image}/distillation`,
    image,
    lambda: lambdaDistillation,
    weight: 1,
    loss: () => distillationLoss(imageOf(sight.made, image), imageOf(sight.taught, image)),
  }));
}

function ganOf({ labelSmoothing }: Objective, mode: GanMode) {
  return { mode, labelSmoothing };
}

function truth({ given }: Sight, image: string): Tensor4D {
  return imageOf(given, truthOf(image));
}
