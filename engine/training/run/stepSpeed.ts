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
  /** Time of a step: a constant part for the calls of kernels, and a part that grows with the arithmetic. */
  readonly secondsOf: (multiplyAdds: number) => number;
  /** True if the step of the given tiles was measured; else only steps of smaller tiles. */
  readonly isMeasured: boolean;
}

const measured = new Map<string, Promise<StepSpeed>>();
/** Sides of the tiles of steps that are measured first. */
const SMALL_PX = [64, 128] as const;
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
  const timed = async (size: TileSize): Promise<TimedStep> => {
    await yieldToEventLoop(control);
    const before = performance.now();
    await step(plan, size, backend);
    const seconds = (performance.now() - before) / 1000;
    return { multiplyAdds: stepCost(plan, size).multiplyAdds, seconds };
  };
  try {
    return await backend.use(async () => {
      const [small, medium] = SMALL_PX.map((px) => ({ width: px, height: px }));
      await timed(small!); // warms up
      const first = await timed(small!);
      const second = await timed(medium!);
      const { description } = backend;
      const computed = lineThrough(first, second);
      if (computed(stepCost(plan, tile).multiplyAdds) > LONGEST_SECONDS)
        return { backend: description, secondsOf: computed, isMeasured: false };
      return { backend: description, secondsOf: lineThrough(first, await timed(tile)), isMeasured: true };
    });
  } finally {
    await backend.dispose();
  }
}

interface TimedStep {
  readonly multiplyAdds: number;
  readonly seconds: number;
}

/** Line through two steps, the smaller first; through the larger alone if another program disturbed the smaller. */
export function lineThrough(small: TimedStep, large: TimedStep): StepSpeed['secondsOf'] {
  const slope = (large.seconds - small.seconds) / (large.multiplyAdds - small.multiplyAdds);
  const constant = small.seconds - slope * small.multiplyAdds;
  if (!(slope > 0) || constant < 0) return (work) => (work * large.seconds) / large.multiplyAdds;
  return (work) => constant + slope * work;
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
