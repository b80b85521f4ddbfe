// Obeys the control of a sweep for one trial: pauses, continues or stops its training by the commands that runs take.

import { setTimeout as wait } from 'node:timers/promises';
import type { RunFollower } from '../reading/followEvents.js';
import { processOf } from '../reading/processCard.js';
import type { RunState } from '../runlog/runState.js';
import { sendCommand } from '../runs/sendCommand.js';
import type { ControlFollower } from './controlSweep.js';

const LOOK_EVERY_MS = 500;

export interface TrialSteering {
  /** Pauses, continues or stops the training as the control asks. True once it was told to stop. */
  obey(state: RunState): Promise<boolean>;
}

/** @param number of the trial. @param dir folder of its run */
export function steeringOf(
  number: number,
  dir: string,
  { control, note }: { readonly control: ControlFollower; readonly note: (line: string) => void },
): TrialSteering {
  let isPaused: boolean | undefined;
  /** A run that has ended, or whose process is on another machine, takes no command. */
  const send = (command: 'stop' | 'pause' | 'continue') =>
    sendCommand(dir, { command }).catch(() => undefined);
  return {
    obey: async (state) => {
      const { phase, stopTrials } = await control.look();
      if (state.phase === 'ended') return false;
      if (stopTrials.includes(number)) {
        note(`trial ${number} is stopped by hand`);
        await send('stop');
        return true;
      }
      isPaused ??= state.phase === 'paused'; // by a worker that died
      if (isPaused === (phase === 'paused')) return false;
      isPaused = phase === 'paused';
      note(`trial ${number} ${isPaused ? 'pauses' : 'continues'}`);
      await send(isPaused ? 'pause' : 'continue');
      return false;
    },
  };
}

/** Waits until the run has ended or its process is gone. */
export async function endOfRun(follower: RunFollower, dir: string): Promise<void> {
  while (follower.log.state.phase !== 'ended' && (await processOf(dir)).is === 'alive') {
    await wait(LOOK_EVERY_MS);
    await follower.read();
  }
}
