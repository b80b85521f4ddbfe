// Selected runs: the user's last selection holds until the extension host has received it. States that the host sends before
// that still name the runs of the selection before.

import type { RunHead, TrainingState, TrainingUp } from '../messages/training.js';

export type Selection = Extract<TrainingUp, { readonly type: 'select' }>;

/** Selection of these runs, with a turn after the last one that was sent or received. */
export function nextSelection(
  runs: readonly string[],
  last: Selection | undefined,
  state: TrainingState,
): Selection {
  return { type: 'select', runs, turn: Math.max(last?.turn ?? 0, state.turn) + 1 };
}

/** The state that was sent, with the runs of the last selection if the sender had not received it yet. */
export function withSelection(state: TrainingState, last: Selection | undefined): TrainingState {
  return last === undefined || state.turn >= last.turn ? state : { ...state, selected: last.runs };
}

/** Heads of the selected runs, in the order of their selection. */
export function selectedRuns({ runs, selected }: TrainingState): readonly RunHead[] {
  return selected.flatMap((id) => runs.find((run) => run.id === id) ?? []);
}
