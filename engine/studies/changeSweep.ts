// A changed configuration for a sweep that runs: space, stopping rules, retries, sampler, pruner. Workers read it before
// their next trial. Trials that were made before stay usable, so what would make them worthless is refused.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { MOST_CHANGES, SWEEP_FILE } from '../reading/sweepRecord.js';
import { isSameDistribution, type Distribution } from '../sweep/distributions.js';
import type { StoredTrial } from '../sweep/studyState.js';
import type { OpenStudy } from './openStudy.js';
import { parametersOf, type SweepConfig } from './sweepConfig.js';
import { readCheckedSweep, writeSweepRecord } from './sweepFolder.js';

/**
 * Replaces the configuration of the sweep in `folder`. Earlier ones stay in sweep.json with the numbers of their first
 * trials.
 *
 * @param config as readSweepConfig gives it, of the file `where`
 * @returns number of the first trial that has the new configuration
 * @throws EngineError `usage` for a configuration that trials made so far do not fit
 */
export async function changeSweep(
  folder: string,
  study: OpenStudy,
  config: SweepConfig,
  where: string,
): Promise<number> {
  return study.exclusively(async () => {
    const now = await readCheckedSweep(folder);
    requireSameStudy(now.config, config, where);
    requireFittingTrials(study.state.trials, config, where);
    const seed = config.seed ?? now.config.seed;
    const changed = { ...config, ...(seed === undefined ? {} : { seed }) };
    const fromTrial = study.state.trials.length;
    const changes =
      // A configuration that no trial has is no part of the history.
      now.fromTrial === fromTrial && now.changes.length > 0
        ? now.changes
        : [...now.changes, { fromTrial: now.fromTrial, config: now.config }];
    if (changes.length > MOST_CHANGES)
      throw new EngineError(
        'usage',
        `${join(folder, SWEEP_FILE)}: holds ${MOST_CHANGES} changes already. Start a new sweep.`,
      );
    await writeSweepRecord(folder, { ...now, config: changed, fromTrial, changes });
    return fromTrial;
  });
}

/** Name and objectives: values of other objectives cannot be compared. */
function requireSameStudy(before: SweepConfig, after: SweepConfig, where: string): void {
  if (after.name !== before.name)
    throw new EngineError(
      'usage',
      `${where}: name is ${JSON.stringify(after.name)}; the sweep's is ${JSON.stringify(before.name)}. ` +
        'Keep the name, or start a new sweep.',
    );
  const words = ({ objectives }: SweepConfig) =>
    objectives.map(({ metric, direction }) => `${direction} ${metric}`).join(', ');
  if (words(after) !== words(before))
    throw new EngineError(
      'usage',
      `${where}: its objectives are ${words(after)}; those of the sweep are ${words(before)}. ` +
        'Keep them, or start a new sweep: values of other objectives cannot be compared.',
    );
  // L1 metrics are divided by λ exactly if it is in the space.
  const divides = ({ space, objectives }: SweepConfig) =>
    'lambdaL1' in space && objectives.some(({ metric }) => metric.endsWith('/l1'));
  if (divides(after) !== divides(before))
    throw new EngineError(
      'usage',
      `${where}: lambdaL1 is ${divides(after) ? 'new in' : 'missing from'} the space, so values of ` +
        'metrics that end in /l1 would have another scale than those of earlier trials. Start a new sweep.',
    );
}

/**
 * A parameter keeps its kind, its choices and whether its range is logarithmic, as Optuna demands of a study: Optuna
 * drops values of other kinds when it opens the journal.
 */
function requireFittingTrials(trials: readonly StoredTrial[], config: SweepConfig, where: string): void {
  for (const [name, { distribution }] of parametersOf(config, where)) {
    const before = trials.find(({ distributions }) => distributions.has(name))?.distributions.get(name);
    if (!before || isCompatible(before, distribution)) continue;
    throw new EngineError(
      'usage',
      `${where}: space.${name} is ${inWords(distribution)}, and trials have it as ${inWords(before)}. Optuna's ` +
        'studies keep kind, choices and log of a parameter. Keep them, move the option to "train" with one value, or ' +
        'start a new sweep.',
    );
  }
}

/** True if Optuna takes both in one study. */
function isCompatible(before: Distribution, after: Distribution): boolean {
  if (before.kind === 'categorical' || after.kind === 'categorical') return isSameDistribution(before, after);
  return before.kind === after.kind && before.log === after.log;
}

function inWords(distribution: Distribution): string {
  if (distribution.kind === 'categorical') return `one of ${distribution.choices.map(String).join(', ')}`;
  const { kind, low, high, log } = distribution;
  return `${kind === 'int' ? 'a whole number' : 'a number'} from ${low} to ${high}${log ? ' on a logarithmic scale' : ''}`;
}
