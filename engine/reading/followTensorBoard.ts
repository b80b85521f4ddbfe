// Follows a folder of TensorBoard's event files, written by any program, as a run that can be shown: its scalars are
// its curves, its hyperparameters the configuration. Each reading takes what was written since the last one.

import { reduceTensorBoard } from '../runlog/tensorBoardRun.js';
import type { RunFollower } from './followEvents.js';
import { oneAfterAnother } from './followFile.js';
import { PIECE_LIMITS, type PieceLimits } from './limits.js';
import { readTensorBoard } from './tensorBoardFiles.js';

/** `folder`: absolute path. Its readings reject with EngineError `usage` if there is no such folder. */
export function followTensorBoard(folder: string, limits: PieceLimits = PIECE_LIMITS): RunFollower {
  const run = reduceTensorBoard();
  const readOn = async (heard?: () => void): Promise<boolean> => {
    let changed = false;
    for (;;) {
      const piece = await readTensorBoard(folder, run.places, limits);
      changed = run.add(piece) || changed;
      // Discarded places: a file has shown that the order was another, so all files are read again.
      const isAgain = run.places.length === 0 && piece.places.length > 0;
      if (!piece.more && !isAgain) return changed;
      if (!isAgain) heard?.();
    }
  };
  return {
    get log() {
      const { state, problems, hparams } = run;
      return { state, problems: problems.map((message) => ({ message })), hparams };
    },
    read: oneAfterAnother(readOn),
    changedFrom: () => run.changedFrom(),
  };
}
