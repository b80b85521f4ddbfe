// The states of a run as the page shows them: an icon and a word.

import type { RunStatus } from '../../engine/protocol/runState.js';

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
