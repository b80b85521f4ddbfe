// The options of a training run that are about its data; part of the table in training/trainOptions.ts.

import type { OptionTable, OptionValues } from '../options/optionKinds.js';
import { LARGEST_SIDE_PX, MOST_BLUR_PX, MOST_ELASTIC_PX, type DataPlan } from './dataPlan.js';

export const DATA_OPTIONS = {
  layout: {
    kind: 'choice',
    choices: ['auto', 'rows', 'folders', 'names'],
    default: 'auto',
    group: 'data',
    description:
      'rows of tiles, a folder for each panel, or files named after panels; auto looks at the files',
  },
  maxDatasetSize: {
    kind: 'whole',
    least: 1,
    most: 10_000_000,
    absent: 'all',
    group: 'data',
    description: 'train on the first so many samples',
  },
  preprocess: {
    kind: 'choice',
    choices: ['none', 'resize_and_crop', 'crop', 'scale_width', 'scale_width_and_crop'],
    absent: 'tiles as they are',
    group: 'data',
    description: 'resize and crop tiles; none makes their sides multiples of 4',
  },
  loadSize: {
    kind: 'whole',
    least: 1,
    most: LARGEST_SIDE_PX,
    default: 512,
    group: 'data',
    description: 'side, or width, to which tiles are resized',
  },
  cropSize: {
    kind: 'whole',
    least: 1,
    most: LARGEST_SIDE_PX,
    default: 512,
    group: 'data',
    description: 'side of the square that is cut out of them',
  },
  augmentRotate: {
    kind: 'flag',
    default: false,
    group: 'data',
    description: 'turn samples by 0, 90, 180 or 270 degrees',
  },
  augmentElastic: {
    kind: 'number',
    least: 0,
    most: MOST_ELASTIC_PX,
    default: 0,
    group: 'data',
    description: 'bend samples: deviation of the control vectors in pixels; 8 is a lot at 512 px',
  },
  augmentStain: {
    kind: 'number',
    least: 0,
    most: 1,
    default: 0,
    group: 'data',
    description:
      'change hematoxylin and DAB of IHC inputs by up to this share and optical density; 0.05 shows, 0.1 is a lot',
  },
  augmentBlur: {
    kind: 'number',
    least: 0,
    most: MOST_BLUR_PX,
    default: 0,
    group: 'data',
    description: 'blur IHC inputs by up to so many pixels',
  },
  augmentJpeg: {
    kind: 'whole',
    least: 0,
    most: 100,
    default: 0,
    group: 'data',
    description: 'compress IHC inputs as JPEG, of this quality at least; 0 for none',
  },
} as const satisfies OptionTable;

export function dataPlanOf(options: OptionValues<typeof DATA_OPTIONS>): DataPlan {
  return {
    layout: options.layout,
    preprocess: options.preprocess ?? 'as-is',
    loadSize: options.loadSize,
    cropSize: options.cropSize,
    maxSamples: options.maxDatasetSize ?? 0,
    augmentation: {
      rotate: options.augmentRotate,
      stain: options.augmentStain,
      blurPx: options.augmentBlur,
      jpegQuality: options.augmentJpeg,
      elasticPx: options.augmentElastic,
    },
  };
}
