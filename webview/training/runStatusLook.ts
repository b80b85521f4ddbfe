// Names of runs on the page: an icon and a word for the status, and the name without its time.

import type { RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import type { RunStatus } from '../../engine/runlog/runState.js';

export const STATUSES: Readonly<Record<RunStatus, { readonly icon: string; readonly text: string }>> = {
  waiting: { icon: 'loading', text: t('starting') },
  running: { icon: 'pulse', text: t('training') },
  paused: { icon: 'debug-pause', text: t('paused') },
  done: { icon: 'pass-filled', text: t('done') },
  stopped: { icon: 'stop-circle', text: t('stopped') },
  failed: { icon: 'error', text: t('failed') },
  dead: { icon: 'warning', text: t('process died') },
  elsewhere: { icon: 'cloud', text: t('on another machine') },
};

/** Status of a run in a word. TensorBoard's folders have none. */
export function statusText({ kind, status }: Pick<RunHead, 'kind' | 'status'>): string {
  return kind === 'run' ? STATUSES[status].text : 'TensorBoard';
}

/** Name without the time of the start, which new runs begin with and the list shows beside it. */
export function shortName(name: string): string {
  return /^\d{4}-\d\d-\d\d-\d{6}-(.+)$/.exec(name)?.[1] ?? name;
}
