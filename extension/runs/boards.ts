// Folders of TensorBoard's files: the engine reads them, piece by piece, and here the pieces become a run to show.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunLog } from '../../engine/runlog/runLog.js';
import type { RunState } from '../../engine/runlog/runState.js';
import type {
  TensorBoardGlance,
  TensorBoardPicture,
  TensorBoardPiece,
} from '../../engine/runlog/tensorBoard.js';
import {
  isEventFile,
  type EventFilePlace,
  type PicturePlace,
} from '../../engine/runlog/tensorBoardPlaces.js';
import { reduceTensorBoard } from '../../engine/runlog/tensorBoardRun.js';
import {
  glanceAtTensorBoard,
  readTensorBoard,
  readTensorBoardPicture,
} from '../../engine/reading/readTensorBoard.js';

/** Who reads such folders. */
export interface Boards {
  read(folder: string, places: readonly EventFilePlace[]): Promise<TensorBoardPiece>;
  glance(folder: string): Promise<TensorBoardGlance>;
  picture(folder: string, place: PicturePlace): Promise<TensorBoardPicture>;
}

export const BOARDS: Boards = {
  read: readTensorBoard,
  glance: glanceAtTensorBoard,
  picture: readTensorBoardPicture,
};

/** What is shown of a run, wherever it comes from. */
export interface ShownLog {
  readonly state: RunState;
  /** What is wrong with its files, in words. */
  readonly problems: readonly { readonly message: string }[];
  /** What it was asked for, where its curves' files say it. */
  readonly config?: TensorBoardGlance['hparams'];
}

/** Reads on from where it was; see RunReader, which does so for our own runs. */
export interface BoardReader {
  readonly log: ShownLog;
  /** `heard` is told after each piece; true when there was anything new. */
  read(heard?: () => void): Promise<boolean>;
  /** The first rows that have changed since this was asked last: a tag may come later than others of its step. */
  changedFrom(): { readonly steps: number; readonly validations: number };
}

export function openBoardReader(folder: string, boards: Boards): BoardReader {
  const run = reduceTensorBoard();
  let last: Promise<unknown> = Promise.resolve();
  const readOn = async (heard?: () => void): Promise<boolean> => {
    let changed = false;
    for (;;) {
      const piece = await boards.read(folder, run.places);
      changed = run.add(piece) || changed;
      const isAgain = run.places.length === 0 && piece.places.length > 0;
      if (!piece.more && !isAgain) return changed;
      if (!isAgain) heard?.();
    }
  };
  return {
    get log() {
      return {
        state: run.state,
        problems: run.problems.map((message) => ({ message })),
        config: run.hparams,
      };
    },
    read: (heard) => {
      const reading = last.catch(() => undefined).then(() => readOn(heard));
      last = reading;
      return reading;
    },
    changedFrom: () => run.changedFrom(),
  };
}

export interface BoardGlance {
  readonly state: RunState;
  /** Tells a folder that has changed. */
  readonly version: string;
  readonly config: TensorBoardGlance['hparams'];
}

/** `known`: what a former glance found; it is handed back while no file has changed. Rejects as the engine does. */
export async function glanceAtBoard(
  folder: string,
  boards: Boards | undefined,
  known?: BoardGlance,
): Promise<BoardGlance> {
  const version = await versionOf(folder);
  if (known?.version === version) return known;
  const { hparams, startedMs }: TensorBoardGlance = (await boards?.glance(folder)) ?? { hparams: {} };
  return { state: { ...readRunLog().state, startedMs }, version, config: hparams };
}

async function versionOf(folder: string): Promise<string> {
  const names = (await readdir(folder).catch((): string[] => [])).filter(isEventFile).sort();
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
  return names.map((name, i) => `${name} ${found[i]?.size} ${found[i]?.mtimeMs}`).join('\n');
}
