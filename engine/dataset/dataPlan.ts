// How training data are read and varied; plain data, part of a run's configuration. Everything is off in the
// reference's defaults except the flip, which is the run's own option.

import { number, oneOf, stored, truth, whole, type Shape } from '../protocol/shape.js';
import { LAYOUTS, type Layout } from './openDataset.js';
import { PREPROCESSES, type PreprocessPlan } from './preprocess.js';

/** Changes that the reference does not make. 0 or false is off. */
export interface Augmentation {
  /** Quarter turns, each as likely. */
  readonly rotate: boolean;
  /** Of stained inputs: largest relative change of each stain, and shift in optical density. */
  readonly stain: number;
  /** Of stained inputs: largest deviation of a Gaussian, in pixels. */
  readonly blurPx: number;
  /** Of stained inputs: lowest quality of JPEG; the highest is 100. */
  readonly jpegQuality: number;
  /** Deviation of the control vectors of a bending, in pixels. */
  readonly elasticPx: number;
}

export interface DataPlan extends PreprocessPlan {
  readonly layout: Layout | 'auto';
  /** The first so many samples of the training split; 0 for all. */
  readonly maxSamples: number;
  readonly augmentation: Augmentation;
}

export const PLAIN_DATA: DataPlan = {
  layout: 'auto',
  preprocess: 'as-is',
  loadSize: 512,
  cropSize: 512,
  maxSamples: 0,
  augmentation: { rotate: false, stain: 0, blurPx: 0, jpegQuality: 0, elasticPx: 0 },
};

export const MOST_BLUR_PX = 20;
export const MOST_ELASTIC_PX = 100;
export const LARGEST_SIDE_PX = 16_384;

export const dataPlan: Shape<DataPlan> = stored({
  layout: oneOf('auto', ...LAYOUTS),
  preprocess: oneOf(...PREPROCESSES),
  loadSize: whole(1, LARGEST_SIDE_PX),
  cropSize: whole(1, LARGEST_SIDE_PX),
  maxSamples: whole(0),
  augmentation: stored({
    rotate: truth,
    stain: number(0, 1),
    blurPx: number(0, MOST_BLUR_PX),
    jpegQuality: whole(0, 100),
    elasticPx: number(0, MOST_ELASTIC_PX),
  }),
});
