// Sweeps at a glance, for lists of many: name, counts of trials by state, best value, phase, and whether a process works.
// Journals are followed, so that a reading takes new lines only.

import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { asError } from '../protocol/errors.js';
import type { SweepPhase } from '../protocol/sweeps.js';
import { bestTrial } from '../sweep/bestTrial.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import type { Direction, TrialState } from '../sweep/trial.js';
import { otherMachines, processOfSweep } from './cardOfSweep.js';
import { readControl } from './controlFile.js';
import { endOfStudy } from './endOfStudy.js';
import { followJournal, type JournalFollower } from './followJournal.js';
import { foldersIn } from './foldersIn.js';
import { JOURNAL_FILE, readSweepRecord, SWEEP_FILE, type SweepRecord } from './sweepRecord.js';

/** Runs of a sweep that are listed. */
const MOST_LISTED_RUNS = 10_000;

export type SweepStatus =
  /** A process of this machine takes trials. */
  | 'working'
  | 'paused'
  | 'draining'
  /** It ended by itself. */
  | 'ended'
  /** No process works on it, and it has not ended: it was left or drained. */
  | 'stopped'
  /** The process of this machine was killed. */
  | 'dead'
  /** A process of another machine works on it. */
  | 'elsewhere';

export type { TrialState };

export interface ListedSweep {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Name of its folder. */
  readonly name: string;
  /** Name of the sweep, as its configuration has it. */
  readonly title: string;
  readonly status: SweepStatus;
  /** True if a process of this machine works on it. */
  readonly live: boolean;
  readonly phase: SweepPhase;
  readonly workers: number;
  readonly counts: Readonly<Record<TrialState, number>>;
  /** Planned trials, if the configuration says so. */
  readonly trials?: number;
  readonly objectives: readonly { readonly metric: string; readonly direction: Direction }[];
  /** Best trial of a sweep with one objective. */
  readonly best?: { readonly trial: number; readonly value: number };
  /** Absolute paths of runs by trial, in the order of their numbers. */
  readonly runs: readonly { readonly trial: number; readonly state: TrialState; readonly folder: string }[];
  readonly ended?: { readonly reason: string; readonly atMs: number };
  /** Reason, in words, why a part of it cannot be read. */
  readonly problem?: string;
  /** Time of the first trial, or of the folder's creation; milliseconds since 1970. */
  readonly madeAtMs: number;
  /** Time of the last end of a trial; NaN before it. */
  readonly lastMs: number;
  readonly journal: JournalFollower;
}

/**
 * Sweeps in `folders`, and `folders` that are sweeps themselves, the newest first. A missing folder counts as empty.
 * `known`: the sweeps as they were listed last, whose journals are read on.
 */
export async function listSweeps(
  folders: readonly string[],
  known: ReadonlyMap<string, ListedSweep> = new Map(),
): Promise<readonly ListedSweep[]> {
  const inside = (await Promise.all(folders.map(foldersIn))).flat();
  const all = [...new Set([...folders, ...inside].map((folder) => resolve(folder)))];
  const listed = await Promise.all(all.map((folder) => readListedSweep(folder, known.get(folder))));
  return listed
    .filter((sweep) => sweep !== undefined)
    .sort((a, b) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1));
}

/** One sweep; undefined if the folder is none. `known`: as it was listed last. */
export async function readListedSweep(folder: string, known?: ListedSweep): Promise<ListedSweep | undefined> {
  const place = resolve(folder);
  const found = await stat(join(place, SWEEP_FILE)).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const journal = known?.journal ?? followJournal(join(place, JOURNAL_FILE));
  const { asked, problem } = await askedOf(place);
  const journalProblem = await journal.read().then(
    () => undefined,
    (thrown: unknown) => asError(thrown).message,
  );
  const [study] = [...journal.journal.studies.values()].filter(({ name }) => name === asked?.name);
  const trials = study?.trials ?? [];
  const { control } = await readControl(place);
  const end = study && endOfStudy(study);
  const process = await processOfSweep(place);
  const live = process.is === 'alive';
  const best = study?.directions.length === 1 ? bestTrial(study) : undefined;
  const whole = problem ?? journalProblem;
  return {
    folder: place,
    name: basename(place),
    title: asked?.name ?? basename(place),
    status: live
      ? control.phase
      : end
        ? 'ended'
        : (await otherMachines(place)).length > 0
          ? 'elsewhere'
          : process.is === 'gone'
            ? 'dead'
            : 'stopped',
    live,
    phase: control.phase,
    workers: control.workers,
    counts: countsOf(trials),
    ...(asked?.trials === undefined ? {} : { trials: asked.trials }),
    objectives: asked?.objectives ?? [],
    ...(best ? { best: { trial: best.number, value: best.values![0]! } } : {}),
    runs: runsOf(trials, place),
    ...(end && !live ? { ended: { reason: end.reason, atMs: Date.parse(end.endedAt ?? '') } } : {}),
    ...(whole === undefined ? {} : { problem: whole }),
    madeAtMs: Date.parse(trials[0]?.startedAt ?? '') || found.mtimeMs,
    lastMs: lastEnd(study),
    journal,
  };
}

async function askedOf(folder: string): Promise<{ readonly asked?: SweepRecord; readonly problem?: string }> {
  try {
    return { asked: await readSweepRecord(folder) };
  } catch (thrown) {
    return { problem: asError(thrown).message };
  }
}

function countsOf(trials: readonly StoredTrial[]): ListedSweep['counts'] {
  const counts = { running: 0, complete: 0, pruned: 0, failed: 0, waiting: 0 };
  for (const { state } of trials) counts[state]++;
  return counts;
}

function runsOf(trials: readonly StoredTrial[], folder: string): ListedSweep['runs'] {
  return trials
    .flatMap((trial) => {
      const run = runFolderOfTrial(trial, folder);
      return run === undefined ? [] : [{ trial: trial.number, state: trial.state, folder: run }];
    })
    .slice(-MOST_LISTED_RUNS);
}

/** Attribute of a trial: its run's folder, relative to the sweep's. */
export const RUN_ATTR = 'run';

/** Absolute path of a trial's run; undefined if it has none. The journal may come from anywhere. */
export function runFolderOfTrial(
  { userAttrs }: Pick<StoredTrial, 'userAttrs'>,
  folder: string,
): string | undefined {
  const run = userAttrs[RUN_ATTR];
  const isBelow =
    typeof run === 'string' && run.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part));
  return isBelow ? join(folder, run) : undefined;
}

function lastEnd(study: StoredStudy | undefined): number {
  const ends = study?.trials.map(({ endedAt }) => Date.parse(endedAt ?? '')) ?? [];
  return ends.reduce(
    (last, end) => (Number.isNaN(end) ? last : Number.isNaN(last) ? end : Math.max(last, end)),
    NaN,
  );
}
