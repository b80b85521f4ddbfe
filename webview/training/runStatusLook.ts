// How runs are called on the page: their states by an icon and a word, their names without what is said beside them.

import type { RunStatus } from '../../engine/runlog/runState.js';

export const STATUSES: Readonly<Record<RunStatus, { readonly icon: string; readonly text: string }>> = {
  waiting: { icon: 'loading', text: 'starting' },
  running: { icon: 'pulse', text: 'training' },
  paused: { icon: 'debug-pause', text: 'paused' },
  done: { icon: 'pass-filled', text: 'done' },
  stopped: { icon: 'stop-circle', text: 'stopped' },
  failed: { icon: 'error', text: 'failed' },
  dead: { icon: 'warning', text: 'ended without a word' },
  elsewhere: { icon: 'cloud', text: 'on another machine' },
};

/** Without the moment of its start, which new runs have before their name and the list says beside it. */
export function shortName(name: string): string {
  return /^\d{4}-\d\d-\d\d-\d{6}-(.+)$/.exec(name)?.[1] ?? name;
}
