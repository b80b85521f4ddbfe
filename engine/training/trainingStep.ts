// One optimisation step of DeepLIIF (reference sheet 3.4): the generators run once, the discriminators learn from
// what came out, then the generators learn from the discriminators as they are now.

import { hashOf } from '../networks/dropout.js';
import type { Vgg19 } from '../networks/vgg.js';
import { discriminatorGradients } from './discriminatorStep.js';
import { disposeImages, generate, type Batch, type GeneratedImages, type ModeOf } from './forwardPass.js';
import { generatorGradients } from './generatorStep.js';
import { disposeGradients, type Gradients } from './gradientSums.js';
import { readLosses, type Losses, type LossTerms } from './lossTerms.js';
import type { Objective } from './objective.js';
import {
  disposeOptimiser,
  optimiserStep,
  startOptimiser,
  type OptimiserKind,
  type OptimiserSettings,
  type OptimiserState,
} from './optimiser.js';
import {
  discriminatorsOf,
  generatorsOf,
  trainedVariables,
  type TrainedModel,
  type TrainedNetwork,
} from './trainedModel.js';

/** What changes from step to step, besides the numbers of the networks. */
export interface OptimiserStates {
  readonly generators: OptimiserState;
  readonly discriminators: OptimiserState;
}

/** Zeros. The caller owns it and frees it with `disposeOptimisers`. */
export function startOptimisers(model: TrainedModel, kind: OptimiserKind): OptimiserStates {
  return {
    generators: startOptimiser(kind, trainedVariables(generatorsOf(model))),
    discriminators: startOptimiser(kind, trainedVariables(discriminatorsOf(model))),
  };
}

export function disposeOptimisers({ generators, discriminators }: OptimiserStates): void {
  disposeOptimiser(generators);
  disposeOptimiser(discriminators);
}

export interface StepSettings {
  readonly objective: Objective;
  readonly generatorRate: number;
  readonly discriminatorRate: number;
  readonly optimiser: OptimiserSettings;
  /** Another number for each step; `off` trains without dropout. */
  readonly dropoutSeed: number | 'off';
  /** Without it the perceptual terms are left out. */
  readonly vgg?: Vgg19;
  /** Shown the gradients before they are applied; they are only lent. */
  readonly observe?: (of: 'discriminators' | 'generators', gradients: Gradients) => void;
}

export interface StepResult {
  /** The old states' successors; the old ones are gone. */
  readonly optimisers: OptimiserStates;
  readonly losses: Losses;
  /** What the generators made before they learned; the caller frees them with `disposeImages`. */
  readonly generated: GeneratedImages;
}

/** Changes the model's variables in place, on the current backend. The batch stays the caller's. */
export async function trainingStep(
  model: TrainedModel,
  batch: Batch,
  before: OptimiserStates,
  settings: StepSettings,
): Promise<StepResult> {
  const { objective, vgg, observe } = settings;
  const first = modeOf(settings.dropoutSeed);
  const again: ModeOf = (network) => ({ ...first(network), again: true });
  const terms: LossTerms = new Map();
  const optimise = (
    networks: readonly TrainedNetwork[],
    gradients: Gradients,
    state: OptimiserState,
    learningRate: number,
  ): OptimiserState => {
    const next = optimiserStep(
      trainedVariables(networks),
      gradients,
      state,
      settings.optimiser,
      learningRate,
    );
    disposeGradients(gradients);
    return next;
  };

  const generated = generate(model, batch.input, first);
  try {
    const ofDiscriminators = discriminatorGradients(model, batch, generated, objective, first, terms);
    observe?.('discriminators', ofDiscriminators);
    const discriminators = optimise(
      discriminatorsOf(model),
      ofDiscriminators,
      before.discriminators,
      settings.discriminatorRate,
    );
    const modes = { discriminators: first, generators: again };
    const ofGenerators = generatorGradients(model, batch, generated, objective, vgg, modes, terms);
    observe?.('generators', ofGenerators);
    const generators = optimise(generatorsOf(model), ofGenerators, before.generators, settings.generatorRate);
    const losses = await readLosses(model.plan, objective, terms);
    return { optimisers: { generators, discriminators }, losses, generated };
  } catch (error) {
    disposeImages(generated);
    throw error;
  }
}

/** Networks of one architecture share their layers' names, so the mask of each gets a seed of its own. */
function modeOf(dropoutSeed: number | 'off') {
  return ({ id }: TrainedNetwork) => ({
    dropoutSeed: dropoutSeed === 'off' ? dropoutSeed : (dropoutSeed ^ hashOf(id)) >>> 0,
  });
}
