// Text of the *.deepliif-train.json that trains with the values of a trial: JSON with comments that say where the values
// come from, and what differs from the trial.

import { dirname } from 'node:path';
import type { TrialTraining } from '../../engine/protocol/sweeps.js';
import { commentedText, pathFrom, type TextPart } from '../workbench/commentedText.js';
import { l10n } from '../workbench/l10n.js';
import { numberText } from './sweepText.js';

export interface BestToWrite {
  /** Absolute path of the file. */
  readonly file: string;
  readonly name: string;
  /** Absolute path of the folder of runs. */
  readonly runs: string;
  readonly training: TrialTraining;
}

export function bestText({ file, name, runs, training }: BestToWrite): string {
  const { sweep, trial, values, objectives, options, varied, trialEpochs, epochs } = training;
  const folder = dirname(file);
  const { data, nEpochs, nEpochsDecay, ...others } = options;
  const isVaried = (key: string) => varied.includes(key);
  const reached = objectives.flatMap((objective, i) => {
    const value = values[i];
    return typeof value === 'number' ? [`${objective} ${numberText(value)}`] : [];
  });
  const epochEntries = Object.entries({ nEpochs, nEpochsDecay }).filter(([, value]) => value !== undefined);
  const parts: readonly TextPart[] = [
    [l10n.t('Name of the run; its folder ends with it.'), [['name', name]]],
    [
      l10n.t('Training images, and the folder that gets the folder of the run. Relative paths start here.'),
      [
        ...(typeof data === 'string' ? [['data', pathFrom(folder, data)] as const] : []),
        ['out', pathFrom(folder, runs)],
      ],
    ],
    [
      reached.length > 0
        ? l10n.t('Values of trial {0} of the sweep {1}: {2}.', trial, sweep, reached.join(', '))
        : l10n.t('Values of trial {0} of the sweep {1}.', trial, sweep),
      Object.entries(others).filter(([key]) => isVaried(key)),
    ],
    [
      epochs > trialEpochs
        ? l10n.t(
            'This training is longer than the trial: {0} epochs; the trial had {1}.',
            epochs,
            trialEpochs,
          )
        : l10n.t('Epochs of the trial: {0}.', trialEpochs),
      epochEntries,
    ],
    [
      l10n.t('Options that all trials had.'),
      Object.entries(others).filter(([key]) => !isVaried(key) && key !== '$schema'),
    ],
  ];
  const opening = l10n.t('Configuration of a DeepLIIF training. Ctrl+Space lists and explains all options.');
  return commentedText(opening, parts);
}
