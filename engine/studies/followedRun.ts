// The training of a trial as the sweep follows it: a run on this machine or in a folder that it shares, or a job that a
// worker on another machine has taken from a queue.

import type { RunCommand } from '../protocol/runCommands.js';
import { followEvents } from '../reading/followEvents.js';
import { processOf } from '../reading/processCard.js';
import { checkpointsIn } from '../reading/runCheckpoints.js';
import type { RunState } from '../runlog/runState.js';
import { sendCommand } from '../runs/sendCommand.js';
import type { StoredTrial } from '../sweep/studyState.js';
import type { OpenStudy } from './openStudy.js';

export interface FollowedRun {
  /** State after the last event. */
  read(): Promise<ReadRun>;
  /** True if another trial can continue after a checkpoint of it. */
  hasCheckpoint(): Promise<boolean>;
  /** @throws EngineError `usage` if nothing trains the run any more */
  send(command: RunCommand): Promise<void>;
  /** Called once the study has the end of the trial. */
  forget(): Promise<void>;
}

export interface ReadRun {
  readonly state: RunState;
  /** A process trains the run, or will. */
  readonly isAlive: boolean;
  /** That process takes commands of this machine. */
  readonly takesCommands: boolean;
}

/** Sweep that a trial belongs to. */
export interface SweepPlace {
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  readonly study: OpenStudy;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Queue that gives trials to workers on other machines. It is asked for new trials and for those that it has already, whose
 * sweep's process died: it adds what it does not have.
 */
export interface TrialQueue {
  /** @param options of the training, unchecked, without name and folder */
  follow(
    trial: StoredTrial,
    options: Readonly<Record<string, unknown>>,
    place: SweepPlace,
  ): Promise<FollowedRun>;
}

/** Attribute of a trial: id of its job in a queue. */
export const JOB_ATTR = 'job';

/** Run in a folder that this machine sees. @param dir absolute path */
export function runInFolder(dir: string): FollowedRun {
  const follower = followEvents(dir);
  return {
    read: async () => {
      const { is } = await processOf(dir);
      await follower.read();
      const isAlive = is === 'alive' || is === 'elsewhere';
      return { state: follower.log.state, isAlive, takesCommands: is === 'alive' };
    },
    hasCheckpoint: async () => (await checkpointsIn(dir)).length > 0,
    send: (command) => sendCommand(dir, command),
    forget: () => Promise.resolve(),
  };
}
