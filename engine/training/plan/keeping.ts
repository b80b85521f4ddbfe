// The choice of checkpoints that a run keeps: its options, and the part of run.json that holds them.

import { keptDefaults, keptShapes } from '../../options/keptOptions.js';
import type { OptionTable } from '../../options/optionKinds.js';
import { stored, type Shaped } from '../../protocol/shape.js';

export const KEEPING_OPTIONS = {
  keepLast: {
    kind: 'whole',
    least: 1,
    most: 1_000_000,
    default: 2,
    group: 'run',
    keptIn: 'keeping',
    description: 'number of checkpoints that are kept: the last ones, and beside them the best one',
  },
  saveEverySteps: {
    kind: 'whole',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 0,
    group: 'run',
    keptIn: 'keeping',
    description: 'number of steps between checkpoints, beside those at the end of epochs; 0 is off',
  },
  bestMetric: {
    kind: 'word',
    pattern: /^[a-z0-9-]{1,60}(\/[a-z0-9-]{1,60}){1,4}$/,
    expected: 'the name of a metric such as val/segmentation/dice',
    default: 'val/segmentation/dice',
    group: 'run',
    keptIn: 'keeping',
    description: 'metric by which the best checkpoint is chosen',
  },
} as const satisfies OptionTable;

export const keeping = stored(keptShapes(KEEPING_OPTIONS, 'keeping'));
export type Keeping = Shaped<typeof keeping>;

/** The checkpoints that runs keep whose run.json does not say. */
export const KEEPING: Keeping = keptDefaults(KEEPING_OPTIONS, 'keeping');
