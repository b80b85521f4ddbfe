// Text of the *.deepliif-sweep.json that "New Sweep…" writes around the configuration of a training: JSON with comments
// that say what to change.

import { basename, dirname } from 'node:path';
import type { ProposedParameter, SweepProposal } from '../../engine/protocol/sweeps.js';
import { commentedText, pathFrom, TextBlock, type TextPart } from '../workbench/commentedText.js';
import { l10n } from '../workbench/l10n.js';

export interface SweepToWrite {
  /** Absolute path of the file. */
  readonly file: string;
  /** Name of the sweep. */
  readonly name: string;
  /** Absolute path of the training's configuration. */
  readonly base: string;
  /** Absolute path of the folder that gets the sweep's folder. */
  readonly out: string;
  readonly proposal: SweepProposal;
  /** Names of the parameters to search; others keep the training's value. */
  readonly chosen: readonly string[];
}

/** Trials in a row without gain after which the sweep ends: a share of all. */
const PATIENCE_SHARE = 0.4;

export function newSweepText({ file, name, base, out, proposal, chosen }: SweepToWrite): string {
  const { train, space, objective, trials, trialEpochs, fullEpochs } = proposal;
  const folder = dirname(file);
  const searched = space.filter((one) => chosen.includes(one.name));
  const fixed = space.filter((one) => !chosen.includes(one.name) && one.base !== undefined);
  const kept = Object.entries(train).map(
    ([key, value]) =>
      [key, key === 'data' && typeof value === 'string' ? pathFrom(folder, value) : value] as const,
  );
  const { nEpochs, nEpochsDecay } = train;
  const isEpochs = (key: string) => key === 'nEpochs' || key === 'nEpochsDecay';
  const trainParts: readonly TextPart[] = [
    ['', kept.filter(([key]) => !isEpochs(key))],
    [
      fullEpochs === undefined
        ? l10n.t('Epochs of a trial: as many as the training has.')
        : l10n.t('A trial is short: {0} epochs; the training has {1}.', trialEpochs, fullEpochs),
      [
        ...(nEpochs === undefined ? [] : [['nEpochs', nEpochs] as const]),
        ...(nEpochsDecay === undefined ? [] : [['nEpochsDecay', nEpochsDecay] as const]),
      ],
    ],
    [
      l10n.t('Options that could be searched and stay as they are.'),
      fixed.map((one) => [one.name, one.base]),
    ],
  ];
  const parts: readonly TextPart[] = [
    [l10n.t('Name of the sweep; its folder ends with it.'), [['name', name]]],
    [
      l10n.t('Folder that gets the folder of the sweep. Relative paths start here.'),
      [['out', pathFrom(folder, out)]],
    ],
    [l10n.t('Metric of validation by which trials are compared.'), [['objectives', [objective]]]],
    [
      l10n.t('The sweep ends after so many trials, or if so many in a row were no better than the best.'),
      [
        ['trials', trials],
        ['patienceTrials', Math.round(PATIENCE_SHARE * trials)],
      ],
    ],
    [l10n.t('A trial that fails is tried again so many times.'), [['retries', 1]]],
    [
      l10n.t('A trial that is worse than half of the others is stopped early, first after so many epochs.'),
      [['pruner', { kind: 'median', warmupSteps: Math.max(1, Math.round(trialEpochs / 10)) }]],
    ],
    [l10n.t('Options that are the same in all trials.'), [['train', new TextBlock(trainParts)]]],
    [
      l10n.t(
        'Options to search, around the values of {0}. Take out what is to stay as it is.',
        basename(base),
      ),
      [['space', new TextBlock(searched.map(spacePart))]],
    ],
  ];
  const opening = l10n.t('Configuration of a DeepLIIF sweep. Ctrl+Space lists and explains all options.');
  return commentedText(opening, parts);
}

function spacePart({ name, range, when, base }: ProposedParameter): TextPart {
  const comment = base === undefined ? '' : l10n.t('The training has {0}.', wordsOf(base));
  return [comment, [[name, { ...range, ...(when ? { when } : {}) }]]];
}

/** Range of a parameter in a line: "16 to 64", "0.00002 to 0.001, logarithmic", "batch, instance". */
export function rangeText({ range }: Pick<ProposedParameter, 'range'>): string {
  const { low, high, log, choices } = range;
  if (Array.isArray(choices)) return choices.map(wordsOf).join(', ');
  return log === true
    ? l10n.t('{0} to {1}, logarithmic', wordsOf(low), wordsOf(high))
    : l10n.t('{0} to {1}', wordsOf(low), wordsOf(high));
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
