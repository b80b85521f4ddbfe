// Sweeps in words: status, the line beside the name in the tree, the tooltip, trials, and the end for a notification.

import type { ListedSweep, SweepStatus, TrialState } from '../../engine/reading/glanceSweep.js';
import { durationText } from '../runs/runText.js';
import { l10n } from '../workbench/l10n.js';

export function sweepStatusText(status: SweepStatus): string {
  switch (status) {
    case 'working':
      return l10n.t('working');
    case 'paused':
      return l10n.t('paused');
    case 'draining':
      return l10n.t('finishing its trials');
    case 'ended':
      return l10n.t('ended');
    case 'stopped':
      return l10n.t('stopped');
    case 'dead':
      return l10n.t('process died');
    case 'elsewhere':
      return l10n.t('on another machine');
  }
}

/** "working · 12/50 trials · 2 running · best 0.0123". */
export function sweepDescription(sweep: ListedSweep): string {
  const { status, counts, trials, problem } = sweep;
  if (problem !== undefined) return l10n.t('unreadable');
  const done = counts.complete + counts.pruned + counts.failed;
  const best = bestText(sweep);
  return [
    sweepStatusText(status),
    trials === undefined ? l10n.t('{0} trials', done) : l10n.t('{0}/{1} trials', done, trials),
    ...(counts.running > 0 ? [l10n.t('{0} running', counts.running)] : []),
    ...(best === undefined ? [] : [best]),
  ].join(' · ');
}

/** "best 0.0123"; undefined before the first complete trial, and with several objectives. */
function bestText({ best }: Pick<ListedSweep, 'best'>): string | undefined {
  return best && l10n.t('best {0}', numberText(best.value));
}

export function numberText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Lines of a tooltip. */
export function sweepLines(sweep: ListedSweep): readonly string[] {
  const { folder, problem, status, counts, workers, objectives, best, ended } = sweep;
  const { complete, pruned, failed, running, waiting } = counts;
  return [
    folder,
    ...(problem === undefined ? [] : [problem]),
    status === 'dead'
      ? l10n.t('Status: process died; the sweep can be resumed')
      : l10n.t('Status: {0}', sweepStatusText(status)),
    l10n.t(
      'Trials: {0} complete, {1} pruned, {2} failed, {3} running, {4} waiting',
      complete,
      pruned,
      failed,
      running,
      waiting,
    ),
    l10n.t('Trials at the same time: {0}', workers),
    ...objectives.map(({ metric, direction }) =>
      direction === 'minimize' ? l10n.t('Minimises {0}', metric) : l10n.t('Maximises {0}', metric),
    ),
    ...(best ? [l10n.t('Best: {0}, trial {1}', numberText(best.value), best.trial)] : []),
    ...(ended ? [ended.reason] : []),
  ];
}

export function trialStateText(state: TrialState): string {
  switch (state) {
    case 'running':
      return l10n.t('training');
    case 'complete':
      return l10n.t('done');
    case 'pruned':
      return l10n.t('pruned');
    case 'failed':
      return l10n.t('failed');
    case 'waiting':
      return l10n.t('waiting');
  }
}

/** "Sweep a has ended: best 0.0123, 2 h 5 min. It has tried 50 trials, as asked." */
export function sweepEndText(sweep: ListedSweep): string {
  const { title, status, ended, madeAtMs, lastMs } = sweep;
  if (status === 'dead' || !ended)
    return l10n.t(
      'The process of sweep {0} died. Resume the sweep; its trials go on where they were.',
      title,
    );
  const took = lastMs - madeAtMs;
  const best = bestText(sweep);
  const details = [...(best === undefined ? [] : [best]), ...(took > 0 ? [durationText(took)] : [])];
  return details.length === 0
    ? l10n.t('Sweep {0} has ended. {1}', title, ended.reason)
    : l10n.t('Sweep {0} has ended: {1}. {2}', title, details.join(', '), ended.reason);
}
