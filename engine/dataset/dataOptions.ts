// The options of a training run that are about its data; part of the table in training/plan/trainOptions.ts. `keptIn`
// names the part of the data plan (dataPlan.ts) that holds an option as it is.

import type { OptionTable } from '../options/optionKinds.js';
import { LAYOUTS } from './openDataset.js';

export const LARGEST_SIDE_PX = 16_384;

export const DATA_OPTIONS = {
  layout: {
    kind: 'choice',
    choices: ['auto', ...LAYOUTS],
    default: 'auto',
    group: 'data',
    keptIn: 'data',
    description:
      'layout of the data folder: one image of tiles side by side (rows), a folder for each panel (folders), or files ' +
      'named after panels (names); auto recognises it by the files',
  },
  maxDatasetSize: {
    kind: 'whole',
    least: 1,
    most: 10_000_000,
    absent: 'all',
    group: 'data',
    description: 'largest number of training samples; the first ones are taken',
  },
  validationRatio: {
    kind: 'number',
    least: 0,
    most: 0.9,
    absent: 'none: without val/, validation uses training samples',
    group: 'data',
    description: 'share of the training samples that validate instead of training if there is no folder val/',
  },
  preprocess: {
    kind: 'choice',
    choices: ['none', 'resize_and_crop', 'crop', 'scale_width', 'scale_width_and_crop'],
    absent: 'tiles as they are',
    group: 'data',
    description: 'how tiles are resized and cropped; none only makes their sides multiples of 4',
  },
  loadSize: {
    kind: 'whole',
    least: 1,
    most: LARGEST_SIDE_PX,
    default: 512,
    group: 'data',
    keptIn: 'data',
    description: 'side, or width, in pixels to which --preprocess resizes tiles',
  },
  cropSize: {
    kind: 'whole',
    least: 1,
    most: LARGEST_SIDE_PX,
    default: 512,
    group: 'data',
    keptIn: 'data',
    description: 'side in pixels of the square to which --preprocess crops tiles',
  },
  augmentRotate: {
    kind: 'flag',
    default: false,
    group: 'data',
    keptIn: 'augmentation',
    keptAs: 'rotate',
    description: 'rotate samples by 0, 90, 180 or 270 degrees at random',
  },
  augmentElastic: {
    kind: 'number',
    least: 0,
    most: 100,
    default: 0,
    group: 'data',
    keptIn: 'augmentation',
    keptAs: 'elasticPx',
    description:
      'elastic deformation of samples: standard deviation of its control vectors in pixels; 8 is strong at 512 px, 0 is off',
  },
  augmentStain: {
    kind: 'number',
    least: 0,
    most: 1,
    default: 0,
    group: 'data',
    keptIn: 'augmentation',
    keptAs: 'stain',
    description:
      'stain jitter of IHC inputs: largest change of hematoxylin and DAB, as a share and in optical density; 0.05 is ' +
      'visible, 0.1 is strong, 0 is off',
  },
  augmentBlur: {
    kind: 'number',
    least: 0,
    most: 20,
    default: 0,
    group: 'data',
    keptIn: 'augmentation',
    keptAs: 'blurPx',
    description: 'blur of IHC inputs: largest standard deviation of the Gaussian in pixels; 0 is off',
  },
  augmentJpeg: {
    kind: 'whole',
    least: 0,
    most: 100,
    default: 0,
    group: 'data',
    keptIn: 'augmentation',
    keptAs: 'jpegQuality',
    description: 'JPEG compression of IHC inputs: lowest quality, of 100; 0 is off',
  },
} as const satisfies OptionTable;
