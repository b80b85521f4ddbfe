// The plan of how training data are read and augmented; plain data, part of a run's configuration. All augmentation is
// off in the reference's defaults except the flip, which is the run's own option.

import type { OptionValues } from '../options/optionKinds.js';
import { keptDefaults, keptShapes, keptValues } from '../options/keptOptions.js';
import { number, oneOf, stored, whole, type Shaped } from '../protocol/shape.js';
import { DATA_OPTIONS } from './dataOptions.js';
import { PREPROCESSES } from './preprocess.js';

const augmentation = stored(keptShapes(DATA_OPTIONS, 'augmentation'));

/** Changes of samples that the reference does not make; 0 or false is off. DATA_OPTIONS describes each. */
export type Augmentation = Shaped<typeof augmentation>;

export const dataPlan = stored(
  {
    ...keptShapes(DATA_OPTIONS, 'data'),
    preprocess: oneOf(...PREPROCESSES),
    /** Number of samples of the training split that are used, from the first; 0 for all. */
    maxSamples: whole(0),
    augmentation,
  },
  {
    /** Share of the training samples that validate if there is no folder val/. */
    validationRatio: number(0, 1),
  },
);
export type DataPlan = Shaped<typeof dataPlan>;

export function dataPlanOf(options: OptionValues<typeof DATA_OPTIONS>): DataPlan {
  return {
    ...keptValues(DATA_OPTIONS, 'data', options),
    preprocess: options.preprocess ?? 'as-is',
    maxSamples: options.maxDatasetSize ?? 0,
    ...(options.validationRatio ? { validationRatio: options.validationRatio } : {}),
    augmentation: keptValues(DATA_OPTIONS, 'augmentation', options),
  };
}

/** The plan of a run that says nothing of its data. */
export const PLAIN_DATA: DataPlan = {
  ...keptDefaults(DATA_OPTIONS, 'data'),
  preprocess: 'as-is',
  maxSamples: 0,
  augmentation: keptDefaults(DATA_OPTIONS, 'augmentation'),
};
