// From the options of a run to its plan (reference sheet 3.2 to 3.5, 9.1).

import { dataPlanOf } from '../dataset/dataOptions.js';
import { DEEPLIIF_WEIGHTS } from '../deepliif/plan.js';
import { EngineError } from '../protocol/errors.js';
import type { DiscriminatorArchitecture, GeneratorArchitecture } from '../networks/architecture.js';
import type { LearningRatePolicy } from './learningRate.js';
import { evenWeights, paperObjective, referenceObjective, type Objective } from './objective.js';
import type { TrainingPlan } from './train.js';
import { INPUT, type TrainedModelPlan } from './trainedModel.js';
import type { TrainOptions } from './trainOptions.js';

/** @throws EngineError `usage` where options contradict each other */
export function deepLiifPlan(options: TrainOptions): TrainingPlan {
  requireNames(options.modalitiesNames, options.segGen);
  return {
    model: modelPlan(options),
    objective: objectiveOf(options),
    generatorRate: options.lrG,
    discriminatorRate: options.lrD,
    optimiser: { kind: options.optimizer, beta1: options.beta1 },
    policy: scheduleOf(options),
    firstEpoch: options.epochCount,
    // The reference trains one epoch more than it says.
    epochs: options.nEpochs + options.nEpochsDecay + (options.preset === 'paper' ? 0 : 1),
    initialisation: { type: options.initType, gain: options.initGain },
    batchSize: options.batchSize,
    shuffle: !options.serialBatches,
    flip: options.flip,
    data: dataPlanOf(options),
    dropout: options.dropout,
    seed: options.seed,
  };
}

function requireNames(names: readonly string[], segmentation: boolean): void {
  if (names.includes(INPUT) || new Set(names).size < names.length)
    throw new EngineError(
      'usage',
      `The modalities ${names.join(', ')} need different names, none of them "${INPUT}".`,
    );
  if (names.length === 0 && !segmentation)
    throw new EngineError(
      'usage',
      'A model needs a modality or a segmentation to learn: --modalities-names.',
    );
}

function scheduleOf(options: TrainOptions): LearningRatePolicy {
  const { preset, nEpochs, nEpochsDecay } = options;
  const paper = preset === 'paper';
  switch (options.lrPolicy) {
    case 'linear':
      return {
        kind: 'linear',
        epochs: nEpochs,
        // The paper's line reaches 0 at its end, the reference's one epoch after it.
        decayEpochs: paper ? Math.max(nEpochsDecay - 1, 0) : nEpochsDecay,
        firstEpoch: options.epochCount,
      };
    case 'step':
      return { kind: 'step', everyEpochs: options.lrDecayIters };
    case 'cosine':
      return { kind: 'cosine', halfPeriodEpochs: nEpochs };
    case 'plateau':
      return { kind: 'plateau', follows: paper ? 'generators' : 'nothing' };
  }
}

function objectiveOf(options: TrainOptions): Objective {
  const { preset, segGen, ganMode, ganModeS, labelSmoothing, lambdaL1, lambdaFeat } = options;
  const modalities = options.modalitiesNames.length;
  const terms = modalities + (segGen ? 1 : 0);
  const generators = shares('--loss-weights-g', options.lossWeightsG, terms);
  const discriminators = shares('--loss-weights-d', options.lossWeightsD, terms);
  const even = evenWeights(modalities, segGen);
  const base =
    preset === 'paper'
      ? paperObjective(modalities, segGen, { generators, discriminators })
      : referenceObjective(modalities, segGen, {
          generators: generators ?? even,
          discriminators: discriminators ?? even,
        });
  return {
    ...base,
    translationGan: ganMode,
    segmentationGan: ganModeS,
    labelSmoothing,
    // Equation 1 has a generator's side of its own for its own loss only.
    generatorForm: ganMode === 'vanilla' ? base.generatorForm : 'non-saturating',
    lambdaL1,
    lambdaPerceptual: lambdaFeat ?? base.lambdaPerceptual,
  };
}

/** How far a sum of shares may be from 1: what decimals lose as floating point numbers, not what a slip of a digit is. */
const SUM_TOLERANCE = 1e-9;

/** @throws EngineError `usage` for weights that are not as many or not shares of 1 */
function shares(
  flag: string,
  weights: readonly number[] | undefined,
  count: number,
): readonly number[] | undefined {
  if (weights === undefined) return undefined;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== count || Math.abs(sum - 1) > SUM_TOLERANCE)
    throw new EngineError(
      'usage',
      `${flag} ${weights.join(',')}: expected ${count} numbers that add up to 1; these are ${weights.length} and make ${sum}.`,
    );
  return weights;
}

function modelPlan(options: TrainOptions): TrainedModelPlan {
  const { modalitiesNames: names, padding, segGen, norm, dropout } = options;
  const sources = segGen ? [INPUT, ...names] : [];
  const base = { inChannels: 3, outChannels: 3, filters: options.ngf, norm, dropout } as const;
  const netG = oneEach('--net-g', options.netG, names.length);
  const netGs = oneEach('--net-gs', options.netGs, sources.length);
  const weights =
    shares('--seg-weights', options.segWeights, sources.length) ?? segmentationShares(names.length);
  const discriminator = discriminatorOf(options, 6);
  const upsampling = options.upsample === 'resize_conv' ? 'resize-convolution' : 'transposed-convolution';
  return {
    inputs: ['ihc'],
    translations: names.map((modality, i) => ({
      modality,
      generator: { ...base, name: netG[i]!, padding, upsampling },
      discriminator,
    })),
    segmentations: sources.map((from, i) => ({
      from,
      weight: weights[i]!,
      // The reference hands neither padding nor upsampling on to these.
      generator: { ...base, name: netGs[i]!, padding: 'reflect', upsampling: 'transposed-convolution' },
      discriminator,
    })),
  };
}

function segmentationShares(modalities: number): readonly number[] {
  return modalities === 4 ? DEEPLIIF_WEIGHTS : evenWeights(modalities, true);
}

function discriminatorOf(
  { netD, nLayersD, ndf, norm }: TrainOptions,
  inChannels: number,
): DiscriminatorArchitecture {
  const name = netD === 'pixel' ? 'pixelgan' : 'patchgan';
  return { name, inChannels, filters: ndf, norm, layers: netD === 'basic' ? 3 : nLayersD };
}

/** @throws EngineError `usage` when there is neither one name nor one for each */
function oneEach(
  flag: string,
  names: readonly string[],
  count: number,
): readonly GeneratorArchitecture['name'][] {
  // What names there are stands in the table of options.
  const known = names as readonly GeneratorArchitecture['name'][];
  if (known.length === 1) return Array<GeneratorArchitecture['name']>(count).fill(known[0]!);
  if (known.length === count) return known;
  throw new EngineError(
    'usage',
    `${flag} ${names.join(',')}: expected one network for all, or ${count} of them.`,
  );
}
