// Which runs are ticked: the user's last tick holds until the extension host has heard of it. What it says meanwhile of
// runs that go on still names the runs that were ticked before.

import type { RunHead, TrainingState, TrainingUp } from '../messages/training.js';

export type Tick = Extract<TrainingUp, { readonly type: 'tick' }>;

/** The tick of these runs, as a turn that comes after the last one that was asked for or heard of. */
export function nextTick(runs: readonly string[], last: Tick | undefined, state: TrainingState): Tick {
  return { type: 'tick', runs, turn: Math.max(last?.turn ?? 0, state.turn) + 1 };
}

/** The state as it was sent, with the runs of the last tick where the sender had not heard of it yet. */
export function withTick(state: TrainingState, last: Tick | undefined): TrainingState {
  return last === undefined || state.turn >= last.turn ? state : { ...state, ticked: last.runs };
}

/** In the order in which they were ticked. */
export function tickedOf({ runs, ticked }: TrainingState): readonly RunHead[] {
  return ticked.flatMap((id) => runs.find((run) => run.id === id) ?? []);
}
