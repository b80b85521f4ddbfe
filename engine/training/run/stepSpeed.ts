// Speed of a backend in training steps, measured on one step of small networks; the answer is kept for the life of the
// process. Nothing is written.

import { yieldToEventLoop } from '../../control/cancel.js';
import { panelsOfModel } from '../../dataset/panels.js';
import type { Row } from '../../dataset/trainingRow.js';
import { buildNetwork } from '../../networks/build.js';
import type { Control } from '../../protocol/progress.js';
import { randomFrom } from '../../random/random.js';
import { batchOf } from '../model/batch.js';
import { disposeImages } from '../model/images.js';
import { initialWeights } from '../model/initialise.js';
import { disposeModel, loadModel } from '../model/trainedModel.js';
import { networksOf } from '../plan/modelPlan.js';
import { stepCost, type TileSize } from '../plan/stepCost.js';
import type { TrainingPlan } from '../plan/trainingPlan.js';
import { disposeMemory, startMemory } from '../step/stepMemory.js';
import { trainingStep } from '../step/trainingStep.js';
import { openTrainingBackend, type OpenTrainingBackend } from './openTrainingBackend.js';

export interface StepSpeed {
  /** The backend, for people. */
  readonly backend: string;
  readonly multiplyAddsPerSecond: number;
  /** True if the step of the given tiles was measured; else one of smaller tiles. */
  readonly isMeasured: boolean;
}

const measured = new Map<string, Promise<StepSpeed>>();
const SMALL: TileSize = { width: 64, height: 64 };
/** Longest step that is waited for. */
const LONGEST_SECONDS = 10;

/**
 * @param plan of small networks: a step of them takes seconds
 * @param wanted id of a training backend; undefined for the default of this machine
 */
export function stepSpeed(
  plan: TrainingPlan,
  tile: TileSize,
  wanted: string | undefined,
  control: Control = {},
): Promise<StepSpeed> {
  const key = JSON.stringify([wanted, plan.model, tile]);
  const known = measured.get(key) ?? measure(plan, tile, wanted, control);
  measured.set(key, known);
  known.catch(() => measured.delete(key));
  return known;
}

async function measure(
  plan: TrainingPlan,
  tile: TileSize,
  wanted: string | undefined,
  control: Control,
): Promise<StepSpeed> {
  const backend = await openTrainingBackend(wanted);
  const workOf = (size: TileSize) => stepCost(plan, size).multiplyAdds;
  const rateOf = async (size: TileSize) => {
    await yieldToEventLoop(control);
    const before = performance.now();
    await step(plan, size, backend);
    return (1000 * workOf(size)) / (performance.now() - before);
  };
  try {
    return await backend.use(async () => {
      await step(plan, SMALL, backend); // warms up
      const rate = await rateOf(SMALL);
      const isMeasured = workOf(tile) / rate < LONGEST_SECONDS;
      return {
        backend: backend.description,
        multiplyAddsPerSecond: isMeasured ? await rateOf(tile) : rate,
        isMeasured,
      };
    });
  } finally {
    await backend.dispose();
  }
}

/** One step from random weights on random pixels. */
async function step(
  plan: TrainingPlan,
  { width, height }: TileSize,
  { tapeBytes }: OpenTrainingBackend,
): Promise<void> {
  const random = randomFrom(0);
  const panels = panelsOfModel(plan.model);
  const pixels = () => Float32Array.from({ length: 3 * width * height }, () => 2 * random.uniform() - 1);
  const row: Row = { width, height, tiles: panels.map(pixels) };
  const weights = networksOf(plan.model).map(
    ({ id, architecture }) =>
      [id, initialWeights(buildNetwork(architecture), plan.initialisation, random)] as const,
  );
  const model = loadModel(plan.model, new Map(weights));
  let memory = startMemory(model, plan.optimiser.kind);
  const part = batchOf([row], panels);
  try {
    const { generatorRate, discriminatorRate } = plan;
    const result = await trainingStep(model, [part], memory, plan, {
      generatorRate,
      discriminatorRate,
      tapeBytes,
      random,
    });
    ({ memory } = result);
    result.generated.forEach(disposeImages);
  } finally {
    disposeImages(part);
    disposeMemory(memory);
    disposeModel(model);
  }
}
