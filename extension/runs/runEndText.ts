// End of a run in one sentence, for a notification.

import type { ListedRun } from '../../engine/reading/listRuns.js';
import { l10n } from '../workbench/l10n.js';
import { durationText, headlineText } from './runText.js';

/** "Run a is done: Dice 0.81, 2 h 5 min". */
export function runEndText({ name, state, status }: ListedRun): string {
  const { step, ended } = state;
  const message = ended?.message;
  switch (status) {
    case 'done': {
      const value = headlineText(state);
      const took = state.startedMs === undefined ? NaN : state.lastMs - state.startedMs;
      const details = [...(value === undefined ? [] : [value]), ...(took > 0 ? [durationText(took)] : [])];
      return details.length === 0
        ? l10n.t('Run {0} is done.', name)
        : l10n.t('Run {0} is done: {1}', name, details.join(', '));
    }
    case 'failed':
      return message === undefined
        ? l10n.t('Run {0} failed at step {1}.', name, step)
        : l10n.t('Run {0} failed at step {1}: {2}', name, step, message);
    case 'dead':
      return l10n.t(
        'The process of run {0} died after step {1}. Resume the run after its last checkpoint.',
        name,
        step,
      );
    default:
      return message === undefined
        ? l10n.t('Run {0} stopped at step {1}.', name, step)
        : l10n.t('Run {0} stopped at step {1}: {2}', name, step, message);
  }
}
