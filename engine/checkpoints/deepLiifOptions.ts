// Interprets the options of a trained model: reads train_opt.txt, and completes what older releases did not write as
// the reference completes it (docs/reference.md 2.2). The only deviation: the number of filters and of channels is not
// forced to the defaults; the weights themselves tell.

import type { NormKind } from '../networks/architecture.js';
import type { PadMode } from '../networks/layers.js';
import type { Rgb } from '../protocol/raster.js';
import type { DeepLiifOptions, ImportedKind } from './importedKinds.js';
import { importedKinds } from './modelKinds.js';
import {
  optionColours,
  optionCount,
  optionFlag,
  optionNumbers,
  optionOneOf,
  optionWords,
  wrongOption,
  type OptionSource,
} from './optionValues.js';
import type { TrainOptions } from './trainOptions.js';

/** Kind of models whose options do not name one. */
const DEFAULT_KIND = 'DeepLIIF';
const NORMS: readonly NormKind[] = ['batch', 'instance', 'none', 'spectral'];
const PADDINGS: readonly PadMode[] = ['zero', 'reflect', 'replicate'];
const DIRECTIONS = ['AtoB', 'BtoA'] as const;
/** The reference also lists pixel_shuffle, which it cannot build. */
const UPSAMPLINGS = ['convtranspose', 'resize_conv'] as const;

const MAXIMUM_INPUTS = 16;
const MAXIMUM_MODALITIES = 100;
/** Names in models whose options know no names of modalities: all released before autumn 2025. */
const OLD_NAMES = ['IHC', 'Hema', 'DAPI', 'Lap2', 'Marker'];
const OLD_WEIGHTS = [0.5, 0, 0, 0, 0.5];
const DEFAULT_COLOURS: readonly Rgb[] = [
  [201, 211, 208],
  [10, 10, 10],
  [0, 0, 0],
  [10, 10, 10],
];
const OTHER_COLOUR: Rgb = [10, 10, 10];

/** @throws EngineError `model-invalid` when an option has a value that no model has; `where` names the file */
export function interpretTrainOptions(options: TrainOptions, where: string): DeepLiifOptions {
  const source: OptionSource = { options, where };
  const kinds = importedKinds.rows().map(({ id }) => id);
  const kind = importedKinds.named(optionOneOf(source, 'model', kinds) ?? DEFAULT_KIND);
  const inputs = optionCount(source, 'input_no', 1, MAXIMUM_INPUTS) ?? 1;
  const modalities = countModalities(source);
  const isOld = modalities === 4 && !options.has('modalities_names');
  const names = isOld && inputs === 1 ? OLD_NAMES : imageNames(source, inputs, modalities);
  const isSummed = kind.segmentation === 'summed';
  const noDropout = optionFlag(source, 'no_dropout');
  return {
    kind: kind.id,
    inputNames: names.slice(0, inputs),
    modalityNames: names.slice(inputs),
    hasSegmentation: kind.segmentation !== 'none' && (optionFlag(source, 'seg_gen') ?? true),
    segmentationId: optionWords(source, 'mod_id_seg')[0],
    segmentationWeights: !isSummed ? [] : isOld ? OLD_WEIGHTS : segmentationWeights(source, kind, modalities),
    backgroundColours: backgroundColours(source, isSummed, modalities),
    tilePx: optionCount(source, 'scale_size', 16, 4096) ?? kind.tilePx,
    direction: optionOneOf(source, 'direction', DIRECTIONS) ?? 'AtoB',
    translationNetworks: optionWords(source, options.has('net_g') ? 'net_g' : 'netG'),
    segmentationNetworks: optionWords(source, 'net_gs'),
    norm: optionOneOf(source, 'norm', NORMS) ?? 'batch',
    dropout: noDropout === undefined ? undefined : !noDropout,
    padding: optionOneOf(source, 'padding', PADDINGS),
    upsampling:
      optionOneOf(source, 'upsample', UPSAMPLINGS) === 'resize_conv'
        ? 'resize-convolution'
        : 'transposed-convolution',
  };
}

/** The older targets_no counted the segmentation, too. */
function countModalities(source: OptionSource): number {
  const modalities = optionCount(source, 'modalities_no', 0, MAXIMUM_MODALITIES);
  const targets = optionCount(source, 'targets_no', 1, MAXIMUM_MODALITIES + 1);
  return modalities ?? (targets ?? OLD_NAMES.length) - 1;
}

function imageNames(source: OptionSource, inputs: number, modalities: number): readonly string[] {
  const key = 'modalities_names';
  const names = optionWords(source, key).filter((name) => name !== '');
  if (names.length === 0)
    return [
      ...Array.from({ length: inputs }, (_, i) => `input${i + 1}`),
      ...Array.from({ length: modalities }, (_, i) => `mod${i + 1}`),
    ];
  if (names.length !== inputs + modalities)
    throw wrongOption(
      source,
      key,
      `${inputs} input(s) and ${modalities} modalities, as many as the model has`,
    );
  return names;
}

function segmentationWeights(
  source: OptionSource,
  { segmentationWeights: own }: ImportedKind,
  modalities: number,
): readonly number[] {
  const length = modalities + 1;
  const otherwise = own?.length === length ? own : Array.from({ length }, () => 1 / length);
  return optionNumbers(source, 'seg_weights', length, 1) ?? otherwise;
}

function backgroundColours(source: OptionSource, isSummed: boolean, modalities: number): readonly Rgb[] {
  const isDefault = isSummed && modalities === DEFAULT_COLOURS.length;
  const otherwise = isDefault ? DEFAULT_COLOURS : Array.from({ length: modalities }, () => OTHER_COLOUR);
  return optionColours(source, 'background_colors', modalities) ?? otherwise;
}
