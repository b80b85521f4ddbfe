// The terms of the objective by name, as runs record them: "<modality>/<term>" or "segmentation/<term>", and the two
// totals that the optimisers minimise.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { Objective } from './objective.js';
import type { TrainedModelPlan } from './trainedModel.js';

export const SEGMENTATION = 'segmentation';
export const GENERATORS_TOTAL = 'total/generators';
export const DISCRIMINATORS_TOTAL = 'total/discriminators';

export type LossTerm = 'gan' | 'l1' | 'perceptual' | 'd-real' | 'd-fake';
export type LossName = `${string}/${LossTerm}`;

/** Scalars on the backend, before their weights. */
export type LossTerms = Map<LossName, Scalar>;

/** Numbers by name; the L1 and perceptual terms with their λ, as the reference logs them. */
export type Losses = Readonly<Record<string, number>>;

/** All losses that steps of a model report, in the order in which to show them. */
export function lossNames(plan: TrainedModelPlan, withPerceptual: boolean): string[] {
  const adversarial: readonly LossTerm[] = ['gan', 'l1', 'd-real', 'd-fake'];
  const translation = withPerceptual ? [...adversarial, 'perceptual'] : adversarial;
  return [
    GENERATORS_TOTAL,
    DISCRIMINATORS_TOTAL,
    ...plan.translations.flatMap(({ modality }) => translation.map((term) => `${modality}/${term}`)),
    ...(plan.segmentations.length > 0 ? adversarial.map((term) => `${SEGMENTATION}/${term}`) : []),
  ];
}

/**
 * Reads all terms at once, frees them, and adds them up to the totals.
 * @throws whatever reading from the backend throws
 */
export async function readLosses(
  plan: TrainedModelPlan,
  objective: Objective,
  terms: LossTerms,
): Promise<Losses> {
  const names = [...terms.keys()];
  const stacked = tf.stack([...terms.values()]) as Tensor1D;
  tf.dispose([...terms.values()]);
  try {
    const values = await stacked.data();
    return withTotals(plan, objective, new Map(names.map((name, i) => [name, values[i]!])));
  } finally {
    stacked.dispose();
  }
}

function withTotals(plan: TrainedModelPlan, objective: Objective, raw: ReadonlyMap<string, number>): Losses {
  const { lambdaL1, lambdaPerceptual } = objective;
  const losses: Record<string, number> = {};
  let [generators, discriminators] = [0, 0];
  const take = (of: string, weight: number, ganFactor: number, discriminatorWeight: number) => {
    const term = (name: LossTerm, factor = 1): number => {
      const value = raw.get(`${of}/${name}`);
      if (value === undefined) return 0;
      return (losses[`${of}/${name}`] = value * factor);
    };
    generators +=
      weight * (ganFactor * term('gan') + term('l1', lambdaL1) + term('perceptual', lambdaPerceptual));
    discriminators += discriminatorWeight * (term('d-real') + term('d-fake'));
  };
  plan.translations.forEach(({ modality }, i) => {
    take(modality, objective.translationWeights[i]!, 1, objective.discriminatorWeights[i]!);
  });
  if (plan.segmentations.length > 0)
    take(
      SEGMENTATION,
      objective.segmentationWeight,
      objective.segmentationGanFactor,
      objective.segmentationDiscriminatorWeight,
    );
  return { ...losses, [GENERATORS_TOTAL]: generators, [DISCRIMINATORS_TOTAL]: discriminators };
}
