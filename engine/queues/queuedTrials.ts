// A sweep's side of a queue: adds a job for each trial, reads what its worker tells, and says what the training shall
// do. The study stays in the sweep's folder, and this side alone writes it; the queue only carries.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { RunCommand } from '../protocol/runCommands.js';
import { RUN_ATTR } from '../reading/glanceSweep.js';
import { RUN_FILE } from '../reading/runFile.js';
import type { EndedEvent } from '../runlog/runEvents.js';
import { reduceRun, type RunState } from '../runlog/runState.js';
import { JOB_ATTR, type FollowedRun, type ReadRun, type TrialQueue } from '../studies/followedRun.js';
import type { SweepConfig } from '../studies/sweepConfig.js';
import { RUNS_FOLDER } from '../studies/sweepFolder.js';
import { onceAnswered, type FoundJob, type JobQueue } from './jobQueue.js';
import { isLostConnection } from './reachServer.js';
import { isPath, PROTOCOL, trialNews, type TrialMessage, type TrialNews } from './trialMessage.js';
import type { SweepName } from './sweepId.js';

/** Attributes of a trial that trained elsewhere: the machine, and the name of its run's folder there. */
const HOST_ATTR = 'host';
const RUN_NAME_ATTR = 'runName';

/** @throws EngineError `usage` for a sweep that workers with other disks cannot train */
export function queuedTrials(jobs: JobQueue, sweep: SweepName, config: SweepConfig): TrialQueue {
  const path = Object.keys(config.space).find(isPath);
  if (path !== undefined)
    throw new EngineError(
      'usage',
      `${path} is a path, and the workers of a queue have their own. Take it out of "space", or run the sweep without a queue.`,
    );
  return {
    follow: async (trial, options, { folder, study, signal }) => {
      const id = `${sweep.id}-${trial.number}`;
      const entries = Object.entries(options);
      const message: TrialMessage = {
        ...{
          protocol: PROTOCOL,
          sweep: sweep.folder,
          sweepId: sweep.id,
          trial: trial.number,
          wanted: 'train',
        },
        options: Object.fromEntries(entries.filter(([key]) => !isPath(key))),
        paths: entries.flatMap(([key]) => (isPath(key) ? [key] : [])),
        metrics: config.objectives.map(({ metric }) => metric),
      };
      // The study names the job before there is one: a sweep that dies in between adds it when it resumes.
      await study.setUserAttrs(trial, { [JOB_ATTR]: id });
      await onceAnswered(() => jobs.add(id, message), signal);
      const place = async (news: TrialNews) => study.setUserAttrs(trial, await placeAttrs(news, folder));
      return followJob(jobs, id, message, place, signal);
    },
  };
}

/** @param place called when a worker has begun with the run, and again if another one continues it */
function followJob(
  jobs: JobQueue,
  id: string,
  added: TrialMessage,
  place: (news: TrialNews) => Promise<void>,
  signal?: AbortSignal,
): FollowedRun {
  let message = added;
  let read = '';
  let placed = '';
  let state: RunState = reduceRun().state;
  let isStopped = false;
  const take = async (told: unknown): Promise<void> => {
    const news = trialNews(told);
    const version = `${news.run} ${news.events.length} ${news.events.at(-1)?.time}`;
    if (version === read) return;
    read = version;
    state = stateOf(news);
    if (placed === `${news.host} ${news.run}`) return;
    placed = `${news.host} ${news.run}`;
    await place(news);
  };
  return {
    read: async () => {
      let job: FoundJob | undefined;
      try {
        job = await jobs.find(id);
        if (!job && !isStopped) await jobs.add(id, message); // the server has lost its data
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        return alive(state);
      }
      if (isStopped) return over(ended(state, 'stopped'));
      try {
        if (job?.news !== undefined) await take(job.news);
        if (job?.end && 'news' in job.end) await take(job.end.news);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return over(ended(state, 'failed', error.message));
      }
      if (job?.end && 'failure' in job.end) return over(ended(state, 'failed', job.end.failure));
      return job?.end ? over(state) : alive(state);
    },
    hasCheckpoint: () => Promise.resolve(false), // it is on the worker's machine, or in a folder that only workers write
    send: async (command) => {
      const wanted = wantedBy(command);
      if (wanted === 'stop' && read === '' && (await onceAnswered(() => jobs.remove(id), signal))) {
        isStopped = true; // no worker has begun with it
        return;
      }
      message = { ...message, wanted };
      if (!(await onceAnswered(() => jobs.change(id, message), signal)))
        throw new EngineError('usage', `The queue has no job of trial ${message.trial}.`);
    },
    forget: async () => void (await onceAnswered(() => jobs.remove(id), signal).catch(() => undefined)),
  };
}

const alive = (state: RunState): ReadRun => ({ state, isAlive: true, takesCommands: true });
const over = (state: RunState): ReadRun => ({ state, isAlive: false, takesCommands: false });

function stateOf({ events }: TrialNews): RunState {
  const run = reduceRun();
  for (const event of events) run.add(event);
  return run.state;
}

/** The state with another end: that of the job, not of the run. */
function ended(state: RunState, why: EndedEvent['why'], message?: string): RunState {
  const time = new Date().toISOString();
  const end = {
    ...{ type: 'ended', time, step: state.step, why },
    ...(message === undefined ? {} : { message }),
  };
  return { ...state, phase: 'ended', ended: end as EndedEvent };
}

function wantedBy({ command }: RunCommand): TrialMessage['wanted'] {
  if (command === 'stop' || command === 'pause') return command;
  if (command === 'continue') return 'train';
  throw new EngineError(
    'usage',
    `A training in a queue cannot be told "${command}"; it takes stop, pause and continue.`,
  );
}

/** The run's folder if this machine sees it: the folder is shared. Else where it is. */
async function placeAttrs({ host, run }: TrialNews, folder: string) {
  const isHere = await stat(join(folder, RUNS_FOLDER, run, RUN_FILE)).then(
    () => true,
    () => false,
  );
  return {
    [HOST_ATTR]: host,
    ...(isHere ? { [RUN_ATTR]: `${RUNS_FOLDER}/${run}` } : { [RUN_NAME_ATTR]: run }),
  };
}
