// What run.json and a checkpoint's state.json must hold, field by field: a run folder may come from anywhere. Values of
// architectures are looked at when networks are built, tensors when they meet their parameters.

import { dataPlan } from '../../dataset/dataPlan.js';
import type { DiscriminatorArchitecture, GeneratorArchitecture } from '../../networks/architecture.js';
import { EngineError } from '../../protocol/errors.js';
import {
  finite,
  dictionary,
  either,
  list,
  matching,
  number,
  oneOf,
  stored,
  text,
  truth,
  whole,
  type Shape,
} from '../../protocol/shape.js';
import { INIT_TYPES } from '../model/initialise.js';
import type { LearningRatePolicy, LearningRateState } from '../plan/learningRate.js';
import type { GanMode } from '../objective/losses.js';
import { measuredData, type MeasuredData } from './measuredData.js';
import type { Objective } from '../plan/objective.js';
import { OPTIMISERS } from '../step/optimiser.js';
import type { RandomState } from '../../random/random.js';
import type { TrainingPlan } from '../step/train.js';
import { INPUT, MODEL_KINDS, networksOf, outputsOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import type { Progress } from '../step/trainingState.js';
import { validationPlan, type ValidationPlan } from '../plan/validationPlan.js';

/** run.json, as far as a run that goes on needs it. */
export interface RunDescription {
  readonly data: string;
  readonly plan: TrainingPlan;
  /** A file with weights of VGG19, without which there are no perceptual terms. */
  readonly vgg19?: string;
  /** The model folder that a student learns from. */
  readonly teacher?: string;
  /** A model folder or a run whose weights this one started from. */
  readonly initFrom?: string;
  readonly keeping?: Keeping;
  /** Without it the run looks at nothing but its losses. */
  readonly validation?: ValidationPlan;
  /** Absent in a run that has not begun. */
  readonly measured?: MeasuredData;
}

/** Which checkpoints a run keeps. */
export interface Keeping {
  /** How many of the last. */
  readonly keepLast: number;
  /** Beside those at the end of epochs; 0: none. */
  readonly saveEverySteps: number;
  /** By which the best one is chosen: "val/segmentation/dice". */
  readonly bestMetric: string;
}

const MOST_NETWORKS = 100;
const MOST_POOLED = 1000;
const MOST_PARTS = 4096;
const MOST_SAMPLES = 10_000_000;
const MOST_PARAMETERS = 100_000;

const name = matching(/^[a-z0-9-]{1,100}$/, 'a name of lower-case letters, digits and hyphens');
const word = text({ most: 100 });
const factor = number(-1e9, 1e9);
const rate = number(0, 1e6);
const count = whole(0);
const norm = oneOf('batch', 'instance', 'none', 'spectral');

const generator: Shape<GeneratorArchitecture> = stored({
  name: word as Shape<GeneratorArchitecture['name']>, // refused by buildNetwork where it is none
  inChannels: count,
  outChannels: count,
  filters: count,
  norm,
  dropout: truth,
  padding: oneOf('zero', 'reflect', 'replicate'),
  upsampling: oneOf('transposed-convolution', 'resize-convolution'),
});

const discriminator: Shape<DiscriminatorArchitecture> = stored({
  name: oneOf('patchgan', 'pixelgan'),
  inChannels: count,
  filters: count,
  norm,
  layers: count,
});

const pair = { generator, discriminator };

const model: Shape<TrainedModelPlan> = stored({
  kind: oneOf(...MODEL_KINDS),
  inputs: list(name, MOST_NETWORKS),
  panels: list(name, MOST_NETWORKS),
  translations: list(stored({ modality: name, ...pair }, { back: stored(pair) }), MOST_NETWORKS),
  segmentations: list(
    stored({ name, from: list(name, MOST_NETWORKS), output: name, weight: factor, ...pair }),
    MOST_NETWORKS,
  ),
});

const gan: Shape<GanMode> = oneOf('vanilla', 'lsgan', 'wgangp', 'poly_ce');

const objective: Shape<Objective> = stored({
  translationGan: gan,
  segmentationGan: gan,
  segmentationGeneratorGan: gan,
  labelSmoothing: number(0, 1),
  generatorForm: oneOf('non-saturating', 'saturating'),
  smoothL1Switch: oneOf(1, 0.5),
  lambdaL1: factor,
  lambdaPerceptual: factor,
  segmentationJudgement: oneOf('weighted-sum', 'each'),
  segmentationCondition: oneOf('real', 'generated'),
  translationWeights: list(factor, MOST_NETWORKS),
  segmentationWeights: list(factor, MOST_NETWORKS),
  segmentationGanFactor: factor,
  discriminatorWeights: list(factor, MOST_NETWORKS),
  segmentationDiscriminatorWeights: list(factor, MOST_NETWORKS),
  lambdaCycle: factor,
  lambdaDistillation: factor,
});

const policies: Readonly<Record<LearningRatePolicy['kind'], Shape<LearningRatePolicy>>> = {
  linear: stored({ kind: oneOf('linear'), epochs: count, decayEpochs: count, firstEpoch: count }),
  step: stored({ kind: oneOf('step'), everyEpochs: whole(1) }),
  cosine: stored({ kind: oneOf('cosine'), halfPeriodEpochs: whole(1) }),
  plateau: stored({ kind: oneOf('plateau'), follows: oneOf('nothing', 'generators') }),
};
const policyKind = stored({ kind: oneOf('linear', 'step', 'cosine', 'plateau') });

const policy: Shape<LearningRatePolicy> = (value, where) =>
  policies[policyKind(value, where).kind](value, where);

const plan: Shape<TrainingPlan> = stored({
  model,
  objective,
  generatorRate: rate,
  discriminatorRate: rate,
  optimiser: stored({ kind: oneOf(...OPTIMISERS), beta1: number(0, 1) }),
  policy,
  firstEpoch: count,
  epochs: count,
  initialisation: stored({ type: oneOf(...INIT_TYPES), gain: number(0, 1e6) }),
  batchSize: whole(1, 1024),
  accumulate: whole(1, MOST_PARTS),
  shuffle: truth,
  flip: truth,
  data: dataPlan,
  dropout: truth,
  frozen: list(name, MOST_NETWORKS),
  averageDecay: number(0, 1),
  poolSize: whole(0, MOST_POOLED),
  seed: count,
});

/** Of runs that do not say. */
export const KEEPING: Keeping = { keepLast: 2, saveEverySteps: 0, bestMetric: 'val/segmentation/dice' };

const path = text({ least: 1, most: 32_767 });

const description: Shape<RunDescription> = stored(
  { data: path, plan },
  {
    vgg19: path,
    teacher: path,
    initFrom: path,
    validation: validationPlan,
    keeping: stored({
      keepLast: whole(1, 1e6),
      saveEverySteps: count,
      bestMetric: text({ least: 1, most: 200 }),
    }),
    measured: measuredData,
  },
);

const learningRate: Shape<LearningRateState> = stored({
  policy,
  initialRate: rate,
  rate,
  completedEpochs: count,
  bestMetric: either(oneOf(null), finite),
  epochsWithoutProgress: count,
});

const int32 = whole(-(2 ** 31), 2 ** 31 - 1);

const random: Shape<RandomState> = (value, where) => {
  const [a, b, c, d] = list(int32, 4)(value, where);
  return [int32(a, where), int32(b, where), int32(c, where), int32(d, where)];
};

const state: Shape<{
  readonly progress: Progress;
  readonly optimiserSteps: Readonly<Record<string, number>>;
}> = stored({
  progress: stored({
    epoch: count,
    step: count,
    order: list(whole(0, MOST_SAMPLES), MOST_SAMPLES),
    done: count,
    generatorLoss: finite,
    random,
    generatorRate: learningRate,
    discriminatorRate: learningRate,
  }),
  optimiserSteps: dictionary(count, MOST_PARAMETERS),
});

/** @throws EngineError `usage`, naming the field */
export function runDescription(value: unknown, dir: string): RunDescription {
  const known = description(value, `${dir}/run.json`);
  const refuseUnless = (holds: boolean, what: string) => {
    if (!holds) throw new EngineError('usage', `${dir}/run.json: ${what}.`);
  };
  const { model: ofModel, objective: weights } = known.plan;
  const { kind, inputs, panels, translations, segmentations } = ofModel;
  const modalities = translations.map(({ modality }) => modality);
  const outputs = outputsOf(ofModel);
  const sources = [INPUT, ...modalities];
  for (const [count, of] of [
    [modalities.length, [weights.translationWeights, weights.discriminatorWeights]],
    [outputs.length, [weights.segmentationWeights, weights.segmentationDiscriminatorWeights]],
  ] as const)
    refuseUnless(
      of.every(({ length }) => length === count),
      'every modality and segmentation needs one weight in the objective',
    );
  const unknown = segmentations.flatMap(({ from }) => from).find((from) => !sources.includes(from));
  refuseUnless(unknown === undefined, `there is no modality "${unknown}"`);
  const ids = networksOf(ofModel).map(({ id }) => id);
  refuseUnless(new Set(ids).size === ids.length, 'two networks have one name');
  refuseUnless(
    inputs.length > 0 && inputs.every((input, i) => panels[i] === input),
    'its inputs must be the first of its panels',
  );
  const missing = [...modalities, ...outputs].find((image) => !panels.includes(image));
  refuseUnless(missing === undefined, `there is no panel "${missing}"`);
  refuseUnless(
    translations.every(({ back }) => (back !== undefined) === (kind === 'CycleGAN')),
    'networks back to the input belong to CycleGAN, all of them',
  );
  return known;
}

/**
 * @param samples how many there are now: a run goes on with the data that it began with
 * @throws EngineError `usage`, naming the field
 */
export function checkpointState(value: unknown, dir: string, samples: number) {
  const known = state(value, `${dir}/checkpoints: state.json`);
  const { order } = known.progress;
  if (order.length !== samples || order.some((index) => index >= samples))
    throw new EngineError(
      'usage',
      `${dir} was begun with ${order.length} samples, and there are ${samples} now. Bring its data back, or start a new run.`,
    );
  return known;
}
