// Lists the runs in folders, as they are on the disk. A run with a broken run.json is listed with the reason. A folder
// with TensorBoard's files and no run.json is listed, too, to be shown only.

import { stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { asError, EngineError } from '../protocol/errors.js';
import { NO_NOTES, type RunNotes } from '../protocol/runNotes.js';
import { runStatus, type RunState, type RunStatus } from '../runlog/runState.js';
import { findRuns, type SearchLimits } from './findRuns.js';
import { foldersIn } from './foldersIn.js';
import type { FollowedLog } from './followEvents.js';
import { glanceAtEvents, glanceAtTensorBoardRun } from './glanceRun.js';
import { processOf, type ProcessState } from './processCard.js';
import { readRunFile } from './runFile.js';
import { runKind, type RunKind } from './runKind.js';
import { readRunNotes } from './runNotes.js';

export interface ListedRun {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Name of its folder. */
  readonly name: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** State after the last complete line. The curves of a run in a list hold only the first and the last steps. */
  readonly state: RunState;
  /** Problems with its events; none for a run in a list. */
  readonly problems: FollowedLog['problems'];
  /** run.json, or TensorBoard's hyperparameters; empty when they cannot be read. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** The reason why they cannot be read, in words. */
  readonly problem?: string;
  /** Note and tags that a person gave it. */
  readonly notes: RunNotes;
  /** The reason why note and tags cannot be read, in words. */
  readonly notesProblem?: string;
  readonly process: ProcessState;
  /** True if a process of this machine trains it now. */
  readonly live: boolean;
  /** Time of its start, or of its folder's creation if it never started; milliseconds since 1970. */
  readonly madeAtMs: number;
  /** Changes whenever its files change. */
  readonly version: string;
}

/** Bounds of the search below a folder of runs, which is repeated while a run trains. */
const BELOW: SearchLimits = { levels: 4, folders: 2000, runs: 500 };

/** Folders that are runs or may be: these, those in them, and runs further below, by the names that lists show. */
export async function possibleRuns(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map(folders.map((folder) => [folder, basename(resolve(folder))]));
  for (const folder of folders) {
    const [inside, below] = await Promise.all([foldersIn(folder), findRuns(folder, BELOW)]);
    for (const one of [...inside, ...below.folders])
      if (!names.has(one)) names.set(one, relative(folder, one).split(sep).join('/') || basename(one));
  }
  return names;
}

/**
 * Summaries of runs, the newest first: those in `folders` and, within bounds, further below, and `folders` that are runs
 * themselves. Runs further below are named by their path: "experiment/train". A missing folder counts as empty. `known`:
 * the runs as they were listed last; unchanged ones are not read again.
 */
export async function listRuns(
  folders: readonly string[],
  known: ReadonlyMap<string, ListedRun> = new Map(),
): Promise<readonly ListedRun[]> {
  const possible = [...(await possibleRuns(folders))];
  const listed = await Promise.all(
    possible.map(async ([folder, name]) => {
      const run = await readListedRun(folder, known.get(folder));
      return run && { ...run, name };
    }),
  );
  return listed
    .filter((run) => run !== undefined)
    .sort((a, b) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1));
}

/** Summary of one folder; undefined if it is no run. `known`: the run as it was listed last. */
export async function readListedRun(folder: string, known?: ListedRun): Promise<ListedRun | undefined> {
  const kind = await runKind(folder);
  if (!kind) return undefined;
  const unbroken = known?.problem === undefined ? known : undefined;
  if (kind === 'run') {
    const { state, version } = await glanceAtEvents(folder, known);
    const about = unbroken ? { asked: unbroken.asked } : await askedFor(folder);
    return listedRun(folder, kind, { state, problems: [] }, about, version);
  }
  try {
    const glance = await glanceAtTensorBoardRun(folder, unbroken && { ...unbroken, hparams: unbroken.asked });
    const { state, version, hparams: asked } = glance;
    return await listedRun(folder, kind, { state, problems: [] }, { asked }, version);
  } catch (thrown) {
    if (thrown instanceof EngineError) return undefined; // removed meanwhile
    throw thrown;
  }
}

export type AskedFor = Pick<ListedRun, 'asked' | 'problem'>;

export async function askedFor(folder: string): Promise<AskedFor> {
  try {
    return { asked: await readRunFile(folder) };
  } catch (thrown) {
    return { asked: {}, problem: asError(thrown).message };
  }
}

async function notesOf(folder: string): Promise<Pick<ListedRun, 'notes' | 'notesProblem'>> {
  try {
    return { notes: await readRunNotes(folder) };
  } catch (thrown) {
    return { notes: NO_NOTES, notesProblem: asError(thrown).message };
  }
}

/** Puts together the facts of a run, and looks for its process. */
export async function listedRun(
  folder: string,
  kind: RunKind,
  { state, problems }: FollowedLog,
  about: AskedFor,
  version = '',
): Promise<ListedRun> {
  const noted = kind === 'run' ? await notesOf(folder) : { notes: NO_NOTES };
  const process: ProcessState = kind === 'run' ? await processOf(folder) : { is: 'none' };
  const nobody = kind === 'run' ? 'gone' : 'elsewhere';
  const found = await stat(folder).catch(() => undefined);
  return {
    folder: resolve(folder),
    name: basename(resolve(folder)),
    kind,
    status: runStatus(state, process.is === 'none' ? nobody : process.is),
    state,
    problems,
    ...about,
    ...noted,
    process,
    live: process.is === 'alive' && state.phase !== 'ended',
    madeAtMs: state.startedMs ?? found?.mtimeMs ?? 0,
    version,
  };
}
