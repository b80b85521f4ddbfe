// Options that decide which pixels are cells and which cells count, shared by `infer` and `postprocess`.

import type { Command } from 'commander';
import type { PostprocessOptions } from '../postprocessing/postprocess.js';
import { wholeNumber, wholeNumberOr } from './numbers.js';

/** Values of the flags, by the names that commander makes of them. */
export interface ThresholdFlags {
  readonly segThresh?: number;
  readonly sizeThresh?: number | 'auto' | 'none';
  readonly sizeThreshUpper?: number | 'none';
  readonly markerThresh?: number | 'none' | 'auto';
  readonly noiseThresh?: number;
  readonly largeNoiseThresh?: number | 'none' | 'auto';
  readonly odThreshLower?: number;
  readonly odThreshUpper?: number;
}

export function addThresholdOptions(command: Command): Command {
  command
    .optionsGroup('Thresholds:')
    .option(
      '--seg-thresh <n>',
      'a pixel belongs to a cell if red + blue of the segmentation map is above this (0–510)',
      wholeNumber(0, 510),
      120,
    )
    .option(
      '--size-thresh <n>',
      'smallest cell in pixels, exclusive: auto (from the sizes found), none, or a number',
      wholeNumberOr(['auto', 'none'], 0),
      'auto',
    )
    .option(
      '--size-thresh-upper <n>',
      'largest cell in pixels, exclusive: none or a number',
      wholeNumberOr(['none'], 1),
      'none',
    )
    .option(
      '--marker-thresh <n>',
      'a cell brighter than this in the marker image is positive: none, auto, or a number (0–255)',
      wholeNumberOr(['none', 'auto'], 0, 255),
      'none',
    );
  return command
    .option('--noise-thresh <n>', 'clusters of so few pixels are noise', wholeNumber(0), 4)
    .option(
      '--large-noise-thresh <n>',
      'clusters of so many pixels are noise: none, auto (by resolution), or a number',
      wholeNumberOr(['none', 'auto'], 1),
      'none',
    )
    .option(
      '--od-thresh-lower <n>',
      'a cell with a mean optical density (×100) below this is negative',
      wholeNumber(0),
    )
    .option(
      '--od-thresh-upper <n>',
      'a cell with a mean optical density (×100) above this is negative too',
      wholeNumber(0),
    );
}

/** Flags → options of post-processing. */
export function thresholdsOf(flags: ThresholdFlags): Omit<PostprocessOptions, 'resolution'> {
  const { sizeThresh, sizeThreshUpper } = flags;
  return withoutUndefined({
    segThreshold: flags.segThresh,
    sizeThreshold: sizeThresh === 'none' ? 0 : sizeThresh,
    sizeThresholdUpper: sizeThreshUpper === 'none' ? undefined : sizeThreshUpper,
    markerThreshold: flags.markerThresh,
    noiseThreshold: flags.noiseThresh,
    largeNoiseThreshold: flags.largeNoiseThresh,
    odThresholdLower: flags.odThreshLower,
    odThresholdUpper: flags.odThreshUpper,
  });
}

function withoutUndefined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Object.fromEntries forgets the keys' types.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
