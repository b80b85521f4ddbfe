// The objective of `--objective classes`: generators learn from the truth alone, by terms that a processor can afford.
// There are no adversarial terms, so discriminators stay as they begin.

import { imageOf } from '../model/images.js';
import { outputsOf, truthOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';
import { classCrossEntropy, softDice } from './classLosses.js';
import { smoothL1 } from './losses.js';
import type { GeneratorTerm, Recipe, Sight } from './recipe.js';

export function classRecipe(plan: TrainedModelPlan, objective: Objective): Recipe {
  const term = (
    sight: Sight,
    image: string,
    kind: 'l1' | 'cross-entropy' | 'dice-loss',
    { lambda, weight }: { readonly lambda: number; readonly weight: number },
    loss: typeof softDice,
  ): GeneratorTerm => ({
    name: `${image}/${kind}`,
    image,
    lambda,
    weight,
    loss: () => loss(imageOf(sight.made, image), imageOf(sight.given, truthOf(image))),
  });
  return {
    first: 'discriminators',
    pooled: [],
    discriminatorTerms: () => [],
    generatorTerms: (sight) => [
      ...plan.translations.map(({ modality }, i) =>
        term(
          sight,
          modality,
          'l1',
          { lambda: objective.lambdaL1, weight: objective.translationWeights[i]! },
          smoothL1,
        ),
      ),
      ...outputsOf(plan).flatMap((output, i) => {
        const counts = { lambda: 1, weight: objective.segmentationWeights[i]! };
        return [
          term(sight, output, 'cross-entropy', counts, classCrossEntropy),
          term(sight, output, 'dice-loss', counts, softDice),
        ];
      }),
    ],
  };
}
