// Displays of a cell: each value becomes an output, in the order in which they were displayed. Outputs of runs that are
// being trained, and of sweeps, are made again while the cell waits.

import { setTimeout as sleep } from 'node:timers/promises';
import { currentExecution, type Execution } from './execution.js';
import { flushOutput } from './standardOutput.js';
import { valueBundle } from './valueBundle.js';

const REFRESH_MS = 2000;

interface Displays {
  last: Promise<unknown>;
  count: number;
  /** Makes outputs again that are still changing. */
  readonly live: (() => Promise<void>)[];
}

const displays = new WeakMap<Execution, Displays>();

/** Shows a value below the cell whose code calls; after its end nothing is shown. */
export async function display(value: unknown): Promise<void> {
  const execution = currentExecution();
  if (!execution?.isOpen()) return;
  const of = displays.get(execution) ?? { last: Promise.resolve(), count: 0, live: [] };
  displays.set(execution, of);
  const number = of.count++;
  const send = async () => {
    const bundle = await valueBundle(value);
    flushOutput(execution);
    execution.output({ type: 'display', display: number, bundle });
  };
  const turn = of.last.then(send);
  of.last = turn.catch(() => undefined);
  await turn;
  if (isLive(value)) follow(execution, of, send);
}

/** Waits until everything that a cell displayed was sent, and shows what has changed since. */
export async function allShown(execution: Execution): Promise<void> {
  const of = displays.get(execution);
  if (!of) return;
  await of.last;
  for (const refresh of of.live) await refresh();
}

/** A run whose process may still write, or a sweep. */
function isLive(value: unknown): boolean {
  const { status, changes, trials, best } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof trials === 'function' && typeof best === 'function') return true;
  return (
    typeof changes === 'function' && (status === 'waiting' || status === 'running' || status === 'paused')
  );
}

function follow(execution: Execution, of: Displays, send: () => Promise<void>): void {
  const refresh = () => send().catch(() => undefined); // the folder may be gone by now
  of.live.push(refresh);
  void (async () => {
    for (;;) {
      await sleep(REFRESH_MS, undefined, { ref: false });
      if (!execution.isOpen()) return;
      await refresh();
    }
  })();
}
