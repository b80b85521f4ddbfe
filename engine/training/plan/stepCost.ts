// Cost of a training run, from its plan and the size of its tiles alone: numbers of parameters, arithmetic of a step,
// memory at its peak, size of a checkpoint. Estimates for choosing a preset and for refusing a run that cannot end well.

import { buildNetwork } from '../../networks/build.js';
import { parameterCount } from '../../networks/parameters.js';
import { workloadOf } from '../../networks/workload.js';
import { networksOf } from './modelPlan.js';
import type { TrainingPlan } from './trainingPlan.js';

export interface TileSize {
  readonly width: number;
  readonly height: number;
}

export interface StepCost {
  /** Trained values of all networks, discriminators too. */
  readonly parameters: number;
  /** Multiplications with an addition each in one step, all batches of the step together. */
  readonly multiplyAdds: number;
  /** Memory that the backend holds for a step, without recordings that are kept only if there is room. */
  readonly leastBytes: number;
  /** The same with all recordings. */
  readonly mostBytes: number;
  /** Size of a checkpoint: weights and the optimiser's state. */
  readonly checkpointBytes: number;
}

const FLOAT_BYTES = 4;

/** Tensors of the size of the weights that an optimiser keeps. */
const MOMENTS = { adam: 2, adamw: 2, rmsprop: 1, sgd: 0 } as const;

/**
 * Passes of a network in a step, in units of its forward pass. Generators: forward, and two derivatives that cost about
 * as much each. Discriminators: both on a generated and on a true image, and once more for the generators, whose
 * derivative by the image leaves one out.
 */
const GENERATOR_PASSES = 3;
const DISCRIMINATOR_PASSES = 2 * 3 + 2;

/** Share of the layers' outputs that a recording keeps: activations are made in place or recomputed. */
const RECORDED_SHARE = 1;

/** @param tile size of the tiles that networks see */
export function stepCost(
  { model, optimiser, batchSize, accumulate, averageDecay }: TrainingPlan,
  { width, height }: TileSize,
): StepCost {
  const networks = networksOf(model).map(({ role, architecture }) => {
    const network = buildNetwork(architecture);
    return { role, parameters: parameterCount(network), work: workloadOf(network, width, height) };
  });
  const sumOf = (role: 'generator' | 'discriminator') =>
    networks.filter((one) => one.role === role).reduce((sum, { parameters }) => sum + parameters, 0);
  const [generators, discriminators] = [sumOf('generator'), sumOf('discriminator')];
  const parameters = generators + discriminators;
  const kept = parameters * (1 + MOMENTS[optimiser.kind]) + (averageDecay > 0 ? generators : 0);
  const images = width * height * 3 * (model.panels.length + 2 * networks.length);
  const recordings = networks.map(({ work }) => RECORDED_SHARE * work.outputValues);
  const largest = Math.max(...networks.map(({ work }, i) => recordings[i]! + 2 * work.largestValues));
  const all = networks.reduce((sum, { role }, i) => sum + (role === 'generator' ? recordings[i]! : 0), 0);
  // Gradients of one side at a time; both sides' parts of a step share the batches' images.
  const fixed = kept + Math.max(generators, discriminators) + batchSize * accumulate * images;
  return {
    parameters,
    multiplyAdds:
      batchSize *
      accumulate *
      networks.reduce(
        (sum, { role, work }) =>
          sum + work.multiplyAdds * (role === 'generator' ? GENERATOR_PASSES : DISCRIMINATOR_PASSES),
        0,
      ),
    leastBytes: FLOAT_BYTES * (fixed + batchSize * largest),
    mostBytes: FLOAT_BYTES * (fixed + batchSize * (largest + all)),
    checkpointBytes: FLOAT_BYTES * kept,
  };
}
