// Obeys the control of a sweep for one trial: pauses, continues or stops its training by the commands that runs take.

import { setTimeout as wait } from 'node:timers/promises';
import { throwIfCancelled } from '../control/cancel.js';
import type { RunState } from '../runlog/runState.js';
import type { ControlFollower } from './controlSweep.js';
import type { FollowedRun } from './followedRun.js';

const LOOK_EVERY_MS = 500;

export interface TrialSteering {
  /** Pauses, continues or stops the training as the control asks. True once it was told to stop. */
  obey(state: RunState): Promise<boolean>;
}

/** @param number of the trial */
export function steeringOf(
  number: number,
  run: FollowedRun,
  { control, note }: { readonly control: ControlFollower; readonly note: (line: string) => void },
): TrialSteering {
  let isPaused: boolean | undefined;
  /** A run that has ended, or whose process is on another machine, takes no command. */
  const send = (command: 'stop' | 'pause' | 'continue') => run.send({ command }).catch(() => undefined);
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

/** Waits until the run has ended or its process is gone. @throws EngineError `cancelled` */
export async function endOfRun(run: FollowedRun, signal?: AbortSignal): Promise<void> {
  for (;;) {
    throwIfCancelled(signal ? { signal } : {});
    const { state, takesCommands } = await run.read();
    if (state.phase === 'ended' || !takesCommands) return;
    await wait(LOOK_EVERY_MS);
  }
}
