// A folder of TensorBoard's event files, whoever wrote them, as a run to look at: its scalars are its curves, its
// hyperparameters what it was asked for.

import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { isEventFile } from '../runlog/tensorBoardPlaces.js';
import { reduceTensorBoard } from '../runlog/tensorBoardRun.js';
import { readTensorBoard } from './readTensorBoard.js';
import type { ReadRun } from './readRun.js';

/** Whether there are event files; those of our own runs lie beside a run.json, which is looked for first. */
export async function hasEventFiles(dir: string): Promise<boolean> {
  return (await readdir(dir).catch((): string[] => [])).some(isEventFile);
}

/** @throws EngineError `usage` where there is no such folder */
export async function readTensorBoardFolder(dir: string): Promise<ReadRun> {
  const run = reduceTensorBoard();
  for (;;) {
    const piece = await readTensorBoard(dir, run.places);
    run.add(piece);
    // Without places a file has told that the order was another: once more.
    if (!piece.more && (run.places.length > 0 || piece.places.length === 0)) break;
  }
  const { state, problems, hparams } = run;
  return {
    ...{ kind: 'tensorboard', dir: resolve(dir), name: basename(resolve(dir)), asked: hparams },
    log: { state, problems: problems.map((message) => ({ message })) },
    process: { is: 'none' },
    status: state.ended?.why ?? 'elsewhere',
  };
}
