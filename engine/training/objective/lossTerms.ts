// The terms of the objective by name, as runs record them: "<image>/<term>", and the two totals that the optimisers
// minimise.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import type { TrainedModelPlan } from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';
import type { LossName, Sight } from './recipe.js';
import { recipeOf } from './recipes.js';

export const GENERATORS_TOTAL = 'total/generators';
export const DISCRIMINATORS_TOTAL = 'total/discriminators';

/** Numbers by name; every term with its λ, as the reference logs them. */
export type Losses = Readonly<Record<string, number>>;

/** A term with its value. */
export interface TermValue {
  readonly name: LossName;
  readonly of: 'generators' | 'discriminators';
  /** λ: it is shown times this. */
  readonly lambda: number;
  /** Factor with which it counts in its total, besides λ. */
  readonly weight: number;
  /** The bare loss, on the backend. */
  readonly value: Scalar;
}

/** All losses that steps of a model report, in the order in which to show them. */
export function lossNames(
  plan: TrainedModelPlan,
  objective: Objective,
  withPerceptual: boolean,
): readonly string[] {
  const recipe = recipeOf(plan, objective);
  // Terms read no image before they are evaluated.
  const sight = { vgg: withPerceptual ? {} : undefined } as unknown as Sight;
  const names = [...recipe.generatorTerms(sight), ...recipe.discriminatorTerms(sight)].map(
    ({ name }) => name,
  );
  const images = [...new Set(names.map(imageOfLoss))];
  const together = images.flatMap((image) => names.filter((name) => imageOfLoss(name) === image));
  return [GENERATORS_TOTAL, DISCRIMINATORS_TOTAL, ...together];
}

function imageOfLoss(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

/**
 * Reads all values at once, frees them, averages those of one name (over the parts of a batch) and adds the totals up.
 * @throws whatever reading from the backend throws
 */
export async function readLosses(terms: readonly TermValue[]): Promise<Losses> {
  const stacked = tf.stack(terms.map(({ value }) => value)) as Tensor1D;
  tf.dispose(terms.map(({ value }) => value));
  try {
    return withTotals(terms, await stacked.data<'float32'>());
  } finally {
    stacked.dispose();
  }
}

function withTotals(terms: readonly TermValue[], values: Float32Array): Losses {
  const byName = new Map<LossName, number[]>();
  terms.forEach(({ name }, i) => byName.set(name, [...(byName.get(name) ?? []), values[i]!]));
  const losses: Record<string, number> = {};
  const totals = { generators: 0, discriminators: 0 };
  for (const [name, of] of byName) {
    const { lambda, weight, of: side } = terms.find((term) => term.name === name)!;
    losses[name] = (lambda * of.reduce((sum, value) => sum + value, 0)) / of.length;
    totals[side] += weight * losses[name];
  }
  return {
    ...losses,
    [GENERATORS_TOTAL]: totals.generators,
    [DISCRIMINATORS_TOTAL]: totals.discriminators,
  };
}
