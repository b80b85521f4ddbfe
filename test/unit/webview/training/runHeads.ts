// Heads of runs for tests of the dashboard.

import type { RunHead } from '../../../../webview/messages/training.js';

/** Head of a finished run, with some parts of its own. */
export function head(name: string, part: Partial<RunHead> = {}): RunHead {
  return {
    id: `/runs/${name}`,
    name,
    status: 'done',
    kind: 'run',
    step: 10,
    epoch: 1,
    epochs: 1,
    stepsPerEpoch: 10,
    losses: [],
    metrics: [],
    images: [],
    last: {},
    config: {},
    alarms: [],
    notes: { note: '', tags: [] },
    problems: [],
    ...part,
  };
}
