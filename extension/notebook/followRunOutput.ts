// Follows a run for its output in a notebook: the whole output again whenever the run has written something, until it ends
// or nobody listens. An output is small, so nothing needs to be merged on the other side.

import { setTimeout as delay } from 'node:timers/promises';
import type { OutputPlace, RunOutput } from '../../engine/protocol/outputs.js';
import { followRun } from '../../engine/reading/followRun.js';
import { askedFor, listedRun } from '../../engine/reading/listRuns.js';
import { runKind } from '../../engine/reading/runKind.js';
import { runOutput } from '../../engine/runlog/runOutput.js';
import { ENDED_STATUSES } from '../../engine/runlog/runState.js';

const INTERVAL_MS = 1000;

/**
 * @param folder absolute path; a folder that is no run is not followed
 * @param send resolves to false once nobody listens
 */
export function followRunOutput(
  folder: string,
  place: OutputPlace,
  send: (run: RunOutput) => PromiseLike<boolean>,
  intervalMs = INTERVAL_MS,
): { readonly dispose: () => void; readonly ended: Promise<void> } {
  const stopped = new AbortController();
  const follow = async (): Promise<void> => {
    const kind = await runKind(folder);
    if (!kind) return;
    const follower = followRun(folder, kind);
    const about = kind === 'run' ? await askedFor(folder) : { asked: {} };
    let sent = -1;
    let status = '';
    while (!stopped.signal.aborted) {
      await follower.read();
      let run = await listedRun(folder, kind, follower.log, about);
      // A process that has just ended may have written its end after the reading.
      if (run.status === 'dead' && (await follower.read()))
        run = await listedRun(folder, kind, follower.log, about);
      if (stopped.signal.aborted) return;
      if (run.state.events !== sent || run.status !== status) {
        ({ status } = run);
        sent = run.state.events;
        if (!(await send(runOutput(run, place)))) return;
      }
      if (ENDED_STATUSES.has(status)) return;
      await delay(intervalMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  // A run that cannot be read keeps the output as it was; opening it says why.
  const ended = follow().catch(() => undefined);
  return { dispose: () => stopped.abort(), ended };
}
