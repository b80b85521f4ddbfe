// When a run looks at how good its model is, and on what; plain data, part of a run's configuration.

import type { OptionTable } from '../../options/optionKinds.js';
import { stored, whole, type Shape } from '../../protocol/shape.js';

export interface ValidationPlan {
  /** 0: never. The end of the run is always looked at, unless this is 0. */
  readonly everyEpochs: number;
  /** Sample pictures; 0: never. The end of the run has them always, unless this is 0. */
  readonly sampleEveryEpochs: number;
  /** How many tiles pictures show; and how many training tiles are looked at where there is no split for validation. */
  readonly tiles: number;
}

const MOST_VALIDATION_TILES = 1000;

export const validationPlan: Shape<ValidationPlan> = stored({
  everyEpochs: whole(0),
  sampleEveryEpochs: whole(0),
  tiles: whole(1, MOST_VALIDATION_TILES),
});

/** What is to be done after an epoch, counted from 0. */
export function dueAfter(
  { everyEpochs, sampleEveryEpochs }: ValidationPlan,
  epoch: number,
  epochs: number,
): { readonly metrics: boolean; readonly pictures: boolean } {
  const isDue = (every: number) => every > 0 && ((epoch + 1) % every === 0 || epoch + 1 === epochs);
  return { metrics: isDue(everyEpochs), pictures: isDue(sampleEveryEpochs) };
}

export const NO_VALIDATION: ValidationPlan = { everyEpochs: 0, sampleEveryEpochs: 0, tiles: 1 };

const MOST_EPOCHS = 1_000_000;

/** Entries of the table of a run's options. */
export const VALIDATION_OPTIONS = {
  validateEveryEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 1,
    group: 'run',
    description:
      'look at the tiles of val/, or else at training tiles, after so many epochs and at the end; 0: never',
  },
  sampleEveryEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 5,
    group: 'run',
    description: 'keep pictures of them after so many epochs and at the end; 0: never',
  },
  validationTiles: {
    kind: 'whole',
    least: 1,
    most: MOST_VALIDATION_TILES,
    default: 4,
    group: 'run',
    description: 'tiles of which there are pictures, and training tiles to look at where there is no val/',
  },
} as const satisfies OptionTable;
