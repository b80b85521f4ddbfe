// Proposal of a sweep around a training: the options that the paper tunes, each with a range around the training's own
// value. Pure: the same configuration gives the same proposal.

import type { ProposedParameter, SweepProposal } from '../protocol/sweeps.js';
import { TRAIN_OPTIONS, trainOptions, type TrainOptions } from '../training/plan/trainOptions.js';

/** Epochs of a trial: enough to tell good options from bad ones, and a fraction of a training. */
const MOST_TRIAL_EPOCHS = 50;
const TRIALS = 50;
/** Side in pixels of the smallest U-Net of the paper. */
const SMALLEST_PAPER_SIDE = 256;
/** Shares of the maps in the segmentation beside the training's own: equal, and with more weight on the input. */
const SHARES_OF_FIVE = ['0.25,0.15,0.25,0.1,0.25', '0.2,0.2,0.2,0.2,0.2', '0.4,0.1,0.2,0.1,0.2'];

/** Options that every trial has for itself. */
const OF_RUN: readonly string[] = ['name', 'out'];

type Proposed = Pick<ProposedParameter, 'range' | 'when'>;
type Proposal = (options: TrainOptions) => Proposed | undefined;

/** Options to tune in the paper's order; undefined: this training has nothing to choose there. */
const PROPOSALS: Readonly<Partial<Record<keyof TrainOptions, Proposal>>> = {
  netG: (options) =>
    generators(options, options.netG, ['resnet_6blocks', 'resnet_9blocks', 'unet_256', 'unet_512']),
  netGs: (options) =>
    options.segGen
      ? generators(options, options.netGs, ['unet_256', 'unet_512', 'resnet_9blocks'])
      : undefined,
  netD: ({ netD }) => choices(netD, ['n_layers', 'pixel']),
  nLayersD: (options) => layers(options),
  ngf: ({ ngf }) => filters(ngf),
  ndf: ({ ndf }) => filters(ndf),
  norm: ({ norm }) => choices(norm, ['batch', 'instance']),
  initType: ({ initType }) => choices(initType, ['normal', 'xavier', 'kaiming', 'orthogonal']),
  lrG: ({ lrG }) => rates(lrG),
  lrD: ({ lrD }) => rates(lrD),
  lrPolicy: ({ lrPolicy }) => choices(lrPolicy, ['linear', 'step', 'cosine']),
  lambdaL1: ({ lambdaL1 }) =>
    lambdaL1 > 0 ? { range: { low: rounded(lambdaL1 / 10), high: rounded(lambdaL1 * 2) } } : undefined,
  ganMode: ({ ganMode }) => choices(ganMode, ['vanilla', 'lsgan']),
  segWeights: (options) => sharesOfMaps(options),
};

/**
 * @param given options of a *.deepliif-train.json as readTrainConfig gives them
 * @param where names them in messages
 * @throws EngineError `usage` for options that no training takes
 */
export function proposeSweep(given: Readonly<Partial<TrainOptions>>, where: string): SweepProposal {
  const options = trainOptions(given, where, '/');
  const space = Object.entries(PROPOSALS).flatMap(([name, propose]) => {
    const proposed = propose(options);
    return proposed ? [{ name, ...proposed, base: options[name as keyof TrainOptions] }] : [];
  });
  const epochs = options.nEpochs + options.nEpochsDecay;
  const trialEpochs = Math.min(epochs, MOST_TRIAL_EPOCHS);
  const varied = new Set<string>(space.map(({ name }) => name));
  const { name = TRAIN_OPTIONS.name.default } = given;
  return {
    name,
    train: {
      ...Object.fromEntries(
        Object.entries(given).filter(([key]) => !varied.has(key) && !OF_RUN.includes(key)),
      ),
      ...(trialEpochs < epochs ? { nEpochs: trialEpochs, nEpochsDecay: 0 } : {}),
      // The objective comes from validations; pictures and checkpoints of many trials fill a disk.
      validateEveryEpochs: options.validateEveryEpochs || 1,
      sampleEveryEpochs: trialEpochs,
      keepLast: 1,
    },
    space,
    objective: options.segGen
      ? { metric: 'val/segmentation/l1', direction: 'minimize' }
      : { metric: `val/${firstLearned(options) ?? 'dapi'}/ssim`, direction: 'maximize' },
    trialEpochs,
    ...(trialEpochs < epochs ? { fullEpochs: epochs } : {}),
    trials: TRIALS,
  };
}

/** The first modality that the training learns. */
function firstLearned({ modalitiesNames, leaveOut }: TrainOptions): string | undefined {
  return modalitiesNames.find((name) => !leaveOut.includes(name));
}

/** The training's own choice first, then those of the paper. */
function choices(own: string, others: readonly string[]): Proposed {
  return { range: { choices: [...new Set([own, ...others])] } };
}

/**
 * The training's own network first, then those of the paper that tiles are large enough for; beside a small network,
 * larger ones. Different networks for each modality are no single choice.
 */
function generators(
  options: TrainOptions,
  own: readonly string[],
  paper: readonly string[],
): Proposed | undefined {
  const [name] = own;
  if (name === undefined || own.length > 1) return undefined;
  const fitting = (names: readonly string[]) => names.filter((one) => unetSide(one) <= sideOf(options));
  const unet = unetSide(name);
  if (unet > 0 && unet < SMALLEST_PAPER_SIDE)
    return choices(name, fitting([`unet_${2 * unet}`, 'resnet_6blocks']));
  const blocks = Number(/^resnet_(\d+)blocks$/.exec(name)?.[1] ?? 9);
  if (blocks < 6) return choices(name, fitting([`resnet_${2 * blocks}blocks`, 'unet_32', 'unet_128']));
  return choices(name, fitting(paper));
}

/** Side of the tiles in pixels as far as the options tell it: a U-Net needs tiles of its size. */
function sideOf({ preprocess, loadSize, cropSize, netG, netGs }: TrainOptions): number {
  if (preprocess?.includes('crop')) return cropSize;
  if (preprocess?.includes('width')) return loadSize;
  const unets = [...netG, ...netGs].map(unetSide).filter((side) => side > 0);
  return unets.length > 0 ? Math.max(...unets) : 512;
}

/** "unet_256" → 256; 0 for other networks. */
function unetSide(name: string): number {
  return Number(/^unet_(\d+)/.exec(name)?.[1] ?? 0);
}

/** One layer fewer to one more; small tiles are too small for more. */
function layers(options: TrainOptions): Proposed | undefined {
  const { nLayersD } = options;
  const low = Math.max(1, nLayersD - 1);
  const high = Math.min(8, sideOf(options) >= SMALLEST_PAPER_SIDE ? nLayersD + 1 : nLayersD);
  return low < high ? { range: { low, high }, when: { netD: ['n_layers'] } } : undefined;
}

/** Up to the training's own number: more may not fit into memory. */
function filters(own: number): Proposed {
  const step = Math.max(1, Math.floor(own / 4));
  const low = Math.max(1, own - 3 * step);
  return { range: { low, high: Math.max(own, low + step), step } };
}

/** A tenth to five times, evenly in the logarithm. */
function rates(own: number): Proposed {
  return { range: { low: rounded(own / 10), high: rounded(own * 5), log: true } };
}

function sharesOfMaps(options: TrainOptions): Proposed | undefined {
  const { segGen, manyToOne, modalitiesNames, leaveOut, segWeights, model } = options;
  const maps = modalitiesNames.length - leaveOut.length + 1;
  if (!segGen || manyToOne || model !== 'DeepLIIF' || maps !== 5) return undefined;
  const own = segWeights?.join(',');
  return { range: { choices: [...new Set([...(own === undefined ? [] : [own]), ...SHARES_OF_FIVE])] } };
}

/** Two significant digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
