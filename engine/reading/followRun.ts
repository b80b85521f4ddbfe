// Follows a run of either kind, live or ended: a run of this engine by its events, TensorBoard's by its event files.

import { followEvents, type RunFollower } from './followEvents.js';
import { followTensorBoard } from './followTensorBoard.js';
import type { RunKind } from './runKind.js';

/** `folder`: absolute path. */
export function followRun(folder: string, kind: RunKind): RunFollower {
  return kind === 'run' ? followEvents(folder) : followTensorBoard(folder);
}
