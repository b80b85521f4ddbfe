// The plan of a run's validation, its times and tiles: its options, and the part of run.json that holds them.

import { keptShapes } from '../../options/keptOptions.js';
import type { OptionTable } from '../../options/optionKinds.js';
import { stored, type Shaped } from '../../protocol/shape.js';

const MOST_EPOCHS = 1_000_000;

export const VALIDATION_OPTIONS = {
  validateEveryEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 1,
    group: 'run',
    keptIn: 'validation',
    keptAs: 'everyEpochs',
    description:
      'number of epochs between validations on the tiles of val/, or on training tiles where there is no val/; the ' +
      'last epoch always has one; 0 is off',
  },
  sampleEveryEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 5,
    group: 'run',
    keptIn: 'validation',
    description:
      'number of epochs between sample pictures of these tiles; the last epoch always has some; 0 is off',
  },
  validationTiles: {
    kind: 'whole',
    least: 1,
    most: 1000,
    default: 4,
    group: 'run',
    keptIn: 'validation',
    keptAs: 'tiles',
    description:
      'number of tiles in sample pictures, and of training tiles to validate on where there is no val/',
  },
} as const satisfies OptionTable;

export const validationPlan = stored(keptShapes(VALIDATION_OPTIONS, 'validation'));
export type ValidationPlan = Shaped<typeof validationPlan>;

export const NO_VALIDATION: ValidationPlan = { everyEpochs: 0, sampleEveryEpochs: 0, tiles: 1 };

/** Tasks after an epoch, counted from 0. */
export function dueAfter(
  { everyEpochs, sampleEveryEpochs }: ValidationPlan,
  epoch: number,
  epochs: number,
): { readonly metrics: boolean; readonly pictures: boolean } {
  const isDue = (every: number) => every > 0 && ((epoch + 1) % every === 0 || epoch + 1 === epochs);
  return { metrics: isDue(everyEpochs), pictures: isDue(sampleEveryEpochs) };
}
