// Memory that changes from step to step beside the weights: that of the optimisers, pools of generated images, and running
// averages of the generators.

import { disposeAverages, startAverages, type Averages } from './averages.js';
import { disposePools, type ImagePools } from '../model/imagePool.js';
import { disposeOptimiser, startOptimiser, type OptimiserKind, type OptimiserState } from './optimiser.js';
import {
  discriminatorsOf,
  generatorsOf,
  trainedVariables,
  type TrainedModel,
} from '../model/trainedModel.js';

export interface StepMemory {
  readonly generators: OptimiserState;
  readonly discriminators: OptimiserState;
  readonly pools: ImagePools;
  readonly averages: Averages;
}

/** The memory before the first step. The caller owns it and frees it with `disposeMemory`. */
export function startMemory(model: TrainedModel, kind: OptimiserKind, withAverages = false): StepMemory {
  return {
    generators: startOptimiser(kind, trainedVariables(generatorsOf(model))),
    discriminators: startOptimiser(kind, trainedVariables(discriminatorsOf(model))),
    pools: new Map(),
    averages: withAverages ? startAverages(model) : new Map(),
  };
}

export function disposeMemory({ generators, discriminators, pools, averages }: StepMemory): void {
  disposeOptimiser(generators);
  disposeOptimiser(discriminators);
  disposePools(pools);
  disposeAverages(averages);
}
