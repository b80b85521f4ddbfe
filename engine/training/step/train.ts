// The training loop (docs/reference.md 3.5, 3.6): epochs of shuffled samples, one optimisation step for each batch, the
// learning rates lowered after each epoch. Files and clocks are its caller's; it calls hooks and hands out states.

import { setImmediate } from 'node:timers/promises';
import { panelsOfModel } from '../../dataset/panels.js';
import type { Row } from '../../dataset/trainingRow.js';
import { EngineError } from '../../protocol/errors.js';
import { randomFrom, shuffled, type Random } from '../../random/random.js';
import type { Weights } from '../../tensors/weights.js';
import { batchOf } from '../model/batch.js';
import { disposeImages, type Images } from '../model/images.js';
import { disposeModel, loadModel, type TrainedModel } from '../model/trainedModel.js';
import { GENERATORS_TOTAL, type Losses } from '../objective/lossTerms.js';
import {
  nextLearningRate,
  startLearningRate,
  withLearningRate,
  type LearningRates,
} from '../plan/learningRate.js';
import type { TrainingPlan } from '../plan/trainingPlan.js';
import { averagedModel } from './averages.js';
import type { Progress } from './progress.js';
import { disposeMemory, startMemory } from './stepMemory.js';
import { trainingStep, type AuxiliaryNetworks } from './trainingStep.js';
import { capture, restoreMemory, weightsIn, type TrainingState } from './trainingState.js';

/** Order to the loop between two steps; learning rates are new ones, set by hand. */
export type Order = 'step' | 'stop' | 'checkpoint' | LearningRates;

export interface TrainingHooks extends AuxiliaryNetworks {
  /** Memory in bytes that a step may use for recordings (StepConditions). */
  readonly tapeBytes: number;
  /** Called before each step, and again after everything that is no step; a run that is paused waits in here. */
  readonly order: (progress: Progress) => Promise<Order>;
  /** Reads a sample by its number; everything random about it is drawn from the run's generator. */
  readonly row: (index: number, random: Random) => Promise<Row>;
  readonly onStep: (progress: Progress, losses: Losses) => Promise<void>;
  /** Shown the images that the generators made of a batch, before they learned; only lent. */
  readonly onImages?: (step: number, made: Images, given: Images) => Promise<void>;
  readonly onRates?: (progress: Progress) => Promise<void>;
  /** Called after the very first step of a run with the model to examine; it must stay unchanged. */
  readonly onFirstStep?: (model: TrainedModel, progress: Progress) => Promise<void>;
  /** True if `onEpoch` examines the model after this epoch. The first time a checkpoint is written before it. */
  readonly examinesAfter?: (progress: Progress) => boolean;
  /**
   * Called after the last step of an epoch, before its checkpoint, with the model to examine (its running averages if
   * there are some); it must stay unchanged.
   * @returns the metric that a schedule goes by instead of the training loss, lower is better
   */
  readonly onEpoch?: (model: TrainedModel, progress: Progress) => Promise<number | undefined>;
  readonly onState: (state: TrainingState, why: 'epoch' | 'stopped' | 'asked') => Promise<void>;
}

/** A loss or a weight has become NaN or infinite; the last state handed out is still a good one. */
export class NotANumber extends EngineError {
  override readonly name = 'NotANumber';

  constructor(what: string, step: number) {
    super(
      'model-invalid',
      `Training diverged: ${what} at step ${step}. The last checkpoint is still good: resume from it with lower ` +
        'learning rates (--lr-g, --lr-d), or check the data.',
    );
  }
}

/**
 * Trains from initial weights or from a state, on the current backend, to the end or until it is told to stop.
 * @returns whether it came to its end
 * @throws NotANumber
 */
export async function train(
  plan: TrainingPlan,
  samples: number,
  from: ReadonlyMap<string, Weights> | TrainingState,
  hooks: TrainingHooks,
): Promise<boolean> {
  const state = 'progress' in from ? from : undefined;
  const weights = 'progress' in from ? weightsIn(from, plan.model) : from;
  const model = loadModel(plan.model, weights, plan.frozen);
  const panels = panelsOfModel(plan.model);
  const { tapeBytes, vgg, teacher } = hooks;
  let memory = startMemory(model, plan.optimiser.kind, plan.averageDecay > 0);
  if (state) memory = restoreMemory(state, memory, model);
  let progress = state?.progress ?? start(plan, samples);
  let isSaved = state !== undefined;
  const handOut = async (why: Parameters<TrainingHooks['onState']>[1]) => {
    const now = await capture(model, memory, progress);
    refuseBrokenState(now);
    await hooks.onState(now, why);
    isSaved = true;
  };
  try {
    while (progress.epoch < plan.epochs) {
      while (progress.done < progress.order.length) {
        await setImmediate();
        const order = await hooks.order(progress);
        if (typeof order === 'object') progress = await withRates(progress, order, hooks);
        // New rates are kept at once: a crash must not bring the old ones back.
        if (order !== 'step') await handOut(order === 'stop' ? 'stopped' : 'asked');
        if (order === 'stop') return false;
        if (order !== 'step') continue;
        const random = randomFrom(progress.random);
        const chosen = progress.order.slice(progress.done, progress.done + plan.batchSize * plan.accumulate);
        const rows = [];
        for (const index of chosen) rows.push(await hooks.row(index, random));
        const parts = partsOf(rows, plan.batchSize).map((part) => batchOf(part, panels));
        const result = await trainingStep(model, parts, memory, plan, {
          generatorRate: progress.generatorRate.rate,
          discriminatorRate: progress.discriminatorRate.rate,
          tapeBytes,
          random,
          vgg,
          teacher,
        });
        ({ memory } = result);
        try {
          await hooks.onImages?.(progress.step + 1, result.generated[0]!, parts[0]!);
        } finally {
          for (const images of [...result.generated, ...parts]) disposeImages(images);
        }
        progress = {
          ...progress,
          step: progress.step + 1,
          done: progress.done + chosen.length,
          generatorLoss: progress.generatorLoss + chosen.length * result.losses[GENERATORS_TOTAL]!,
          random: random.state(),
        };
        await hooks.onStep(progress, result.losses);
        refuseBrokenLosses(progress, result.losses);
        if (progress.step === 1) await hooks.onFirstStep?.(averagedModel(model, memory.averages), progress);
      }
      // A failure of the first validation must not cost the steps before it; a resumed run begins with the validation.
      if (!isSaved && hooks.examinesAfter?.(progress)) await handOut('epoch');
      const metric = await hooks.onEpoch?.(averagedModel(model, memory.averages), progress);
      progress = nextEpoch(plan, samples, progress, metric);
      await handOut('epoch');
    }
    return true;
  } finally {
    disposeMemory(memory);
    disposeModel(model);
  }
}

function start(plan: TrainingPlan, samples: number): Progress {
  const random = randomFrom(plan.seed);
  const order = orderOf(plan, samples, random);
  return {
    epoch: plan.firstEpoch,
    step: 0,
    order,
    done: 0,
    generatorLoss: 0,
    random: random.state(),
    generatorRate: startLearningRate(plan.policy, plan.generatorRate),
    discriminatorRate: startLearningRate(plan.policy, plan.discriminatorRate),
  };
}

function nextEpoch(
  plan: TrainingPlan,
  samples: number,
  progress: Progress,
  measured: number | undefined,
): Progress {
  const random = randomFrom(progress.random);
  const order = orderOf(plan, samples, random);
  const metric = measured ?? progress.generatorLoss / progress.order.length;
  return {
    ...progress,
    epoch: progress.epoch + 1,
    order,
    done: 0,
    generatorLoss: 0,
    random: random.state(),
    generatorRate: nextLearningRate(progress.generatorRate, metric),
    discriminatorRate: nextLearningRate(progress.discriminatorRate, metric),
  };
}

function orderOf({ shuffle }: TrainingPlan, samples: number, random: Random): number[] {
  return shuffle ? shuffled(samples, random) : Array.from({ length: samples }, (_, i) => i);
}

async function withRates(progress: Progress, rates: LearningRates, hooks: TrainingHooks): Promise<Progress> {
  const changed = {
    ...progress,
    generatorRate: withLearningRate(progress.generatorRate, rates.generatorRate),
    discriminatorRate: withLearningRate(progress.discriminatorRate, rates.discriminatorRate),
  };
  await hooks.onRates?.(changed);
  return changed;
}

function refuseBrokenLosses({ step }: Progress, losses: Losses): void {
  const wrong = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  if (wrong) throw new NotANumber(`${wrong[0]} is ${wrong[1]}`, step);
}

/** Losses are those before the step; its effect on the weights shows here. Such a state must not replace a good one. */
function refuseBrokenState({ tensors, progress }: TrainingState): void {
  for (const [name, { data }] of tensors)
    if (!data.every(Number.isFinite)) throw new NotANumber(`${name} holds NaN or infinity`, progress.step);
}

function partsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
