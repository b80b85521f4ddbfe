// One job of a queue as a training on this machine. The training is a process of its own, so it never delays the
// renewal of the job's lock. A run that an earlier worker has begun in the same folder is followed or resumed.

import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { asError } from '../protocol/errors.js';
import { foldersIn } from '../reading/foldersIn.js';
import { processOf } from '../reading/processCard.js';
import type { RunEvent, ValidationEvent } from '../runlog/runEvents.js';
import type { RunState } from '../runlog/runState.js';
import { startDetached } from '../runs/startDetached.js';
import { runInFolder, type FollowedRun } from '../studies/followedRun.js';
import type { TrainOptions } from '../training/plan/trainOptions.js';
import { newRun } from '../training/run/newRun.js';
import { GivenBack, type TakenJob } from './jobWorker.js';
import { MOST_TOLD_EVENTS, PROTOCOL, type TrialMessage, type TrialNews } from './trialMessage.js';

const LOOK_EVERY_MS = 500;

export interface JobWork {
  readonly job: TakenJob;
  readonly message: TrialMessage;
  /** Name of this machine. */
  readonly host: string;
  /** State that the sweep wants now; undefined while the queue's server is silent. */
  readonly wanted: () => Promise<TrialMessage['wanted'] | undefined>;
  /** True if the training must not outlive this worker: no other machine could follow it. */
  readonly endsWithWorker: boolean;
  /** Aborted when the worker is to end. */
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/**
 * Trains to the end and returns the news of it.
 * @throws GivenBack if the worker is to end; the training has stopped with a checkpoint. EngineError if it cannot begin
 */
export async function trainJob(options: TrainOptions, work: JobWork): Promise<TrialNews> {
  const { job, message, host, signal, note } = work;
  let dir = await beginOrResume(options, work);
  let run = runInFolder(dir);
  const newsOf = (state: RunState) => ({
    ...{ protocol: PROTOCOL, host, run: basename(dir) },
    events: toldEvents(state, message.metrics),
  });
  let told = -1;
  let done: TrialMessage['wanted'] = 'train';
  let isEnding = false;
  let isElsewhere = false;
  for (;;) {
    if (job.lost.aborted) {
      if (work.endsWithWorker) await stop(run);
      throw new Error('the queue has given the trial to another worker.');
    }
    const { state, isAlive, takesCommands } = await run.read();
    if (isElsewhere && !isAlive && state.phase !== 'ended' && !signal.aborted) {
      dir = await beginOrResume(options, work); // the machine that trained it died
      run = runInFolder(dir);
      isElsewhere = false;
      done = 'train'; // that machine may have refused the last command
      continue;
    }
    isElsewhere = isAlive && !takesCommands;
    const isOver = state.phase === 'ended' || !isAlive;
    if (isEnding && isOver && state.ended?.why !== 'done') throw new GivenBack();
    if (isOver) return newsOf(state);
    if (state.events !== told)
      await job.tell(newsOf(state)).then(
        () => (told = state.events),
        () => undefined, // the server is silent; told again soon
      );
    const wanted = await work.wanted();
    if (wanted !== undefined && wanted !== done && !isEnding) {
      done = wanted;
      const command = wanted === 'train' ? 'continue' : wanted;
      await run.send({ command }).catch((error: unknown) => note(asError(error).message));
    }
    if (signal.aborted && !isEnding) {
      isEnding = true;
      await stop(run);
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** Folder of the run: the one that another worker has begun, or a new one. */
async function beginOrResume(options: TrainOptions, work: JobWork): Promise<string> {
  const { signal, message, endsWithWorker, note } = work;
  const lifetime = endsWithWorker ? { endsWithParent: true as const } : {};
  const begun = await begunRun(options.out!, `-trial-${message.trial}`);
  if (begun !== undefined) {
    const { state, isAlive } = await runInFolder(begun).read();
    const isResult = state.phase === 'ended' && state.ended?.why !== 'stopped';
    note(`trial ${message.trial} of ${message.sweep} continues in ${basename(begun)}`);
    if (isAlive || isResult) return begun;
    try {
      await startDetached({ kind: 'resume', dir: begun, backend: undefined, rates: {}, ...lifetime }, signal);
      return begun;
    } catch (error) {
      if (signal.aborted) throw error;
      if (['alive', 'elsewhere'].includes((await processOf(begun)).is)) return begun; // another one was faster
      note(`trial ${message.trial} of ${message.sweep} cannot be resumed: ${asError(error).message}`);
    }
  }
  note(`trial ${message.trial} of ${message.sweep} begins`);
  const task = { kind: 'start', run: newRun(options), backend: options.backend, ...lifetime } as const;
  return (await startDetached(task, signal)).dir;
}

/** The last run of a trial; a worker that died may have begun it. */
async function begunRun(runs: string, ending: string): Promise<string | undefined> {
  const names = (await foldersIn(runs)).map((dir) => basename(dir)).filter((name) => name.endsWith(ending));
  const last = names.sort().at(-1);
  return last === undefined ? undefined : join(runs, last);
}

async function stop(run: FollowedRun): Promise<void> {
  await run.send({ command: 'stop' }).catch(() => undefined); // it has ended meanwhile
}

/** Events that the sweep needs; of the validations the metrics that it asks for, and once the names of all. */
function toldEvents(state: RunState, metrics: readonly string[]): readonly RunEvent[] {
  const { started, validations, phase, pauses, ended } = state;
  const first = Math.max(0, validations.count - (MOST_TOLD_EVENTS - 3));
  const rows = Array.from({ length: validations.count - first }, (_, i): ValidationEvent => {
    const row = first + i;
    const names = i === 0 ? [...validations.columns.keys()] : metrics;
    return {
      type: 'validation',
      time: new Date(validations.timeMs[row]!).toISOString(),
      step: validations.step[row]!,
      epoch: validations.epoch[row]!,
      metrics: Object.fromEntries(names.map((name) => [name, valueAt(validations.columns.get(name)?.[row])])),
    };
  });
  const paused = phase === 'paused' ? pauses.slice(-1) : [];
  return [...(started ? [started] : []), ...rows, ...paused, ...(ended ? [ended] : [])];
}

/** JSON has no NaN. */
function valueAt(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
