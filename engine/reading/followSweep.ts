// Follows a sweep while people look at it: its folder (record, control file, journal, leases), or a bare journal file of
// Optuna. Each reading says which trials are others now.

import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { Journal, StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { processOfSweep } from './cardOfSweep.js';
import { NO_CONTROL, readControl, type FoundControl } from './controlFile.js';
import { followJournal } from './followJournal.js';
import { MOST_LEASES } from './limits.js';
import { readLease, type ReadLease } from './sweepLease.js';
import { JOURNAL_FILE, readSweepRecord, SWEEP_FILE, type SweepRecord } from './sweepRecord.js';

export interface SweepNow {
  /** Undefined for a journal of Optuna. */
  readonly record?: SweepRecord;
  /** Wishes of people to the workers. */
  readonly control: FoundControl;
  /** True if a process of this machine works on the sweep. */
  readonly isWorking: boolean;
  /** Undefined while the journal has no study. */
  readonly study?: StoredStudy;
  /** Names of all studies in the journal. */
  readonly studies: readonly string[];
  readonly problems: Journal['problems'];
  /** Leases of running trials, by number. */
  readonly leases: ReadonlyMap<number, ReadLease>;
  /** Trials that are not as they were at the last reading; all of them if `isAnew`. */
  readonly changed: readonly StoredTrial[];
  /** True for the first reading, and after the journal was replaced or another study was chosen. */
  readonly isAnew: boolean;
}

export interface SweepFollower {
  /** @param study name of a study of the journal; default: the sweep's own, or the first one. */
  read(study?: string): Promise<SweepNow>;
}

/** True for the folder of a sweep; false for another file, which may be a journal. @throws EngineError `usage` */
export async function isSweepFolder(place: string): Promise<boolean> {
  const found = await stat(place).catch(() => undefined);
  if (found?.isFile()) return false;
  if (found?.isDirectory() && (await stat(join(place, SWEEP_FILE)).catch(() => undefined))?.isFile())
    return true;
  throw new EngineError(
    'usage',
    `${place} is no sweep: expected a folder with ${SWEEP_FILE}, or a journal file of Optuna. Choose another one.`,
  );
}

/** @param place absolute path of a sweep's folder, or of a journal file */
export function followSweep(place: string): SweepFollower {
  let follower: ReturnType<typeof followJournal> | undefined;
  let isFolder = false;
  let last: { readonly journal: Journal; readonly study: StoredStudy | undefined } | undefined;
  /** Trials that ended stay as they are; of the others the number of their parts tells a change. */
  let seen: string[] = [];

  return {
    read: async (name) => {
      if (!follower) {
        isFolder = await isSweepFolder(place);
        follower = followJournal(isFolder ? join(place, JOURNAL_FILE) : place);
      }
      await follower.read();
      const { journal } = follower;
      const record = isFolder ? await readSweepRecord(place) : undefined;
      const control = isFolder ? await readControl(place) : { control: NO_CONTROL };
      const isWorking = isFolder && (await processOfSweep(place)).is === 'alive';
      const studies = [...journal.studies.values()];
      const wanted = name ?? record?.name;
      const study = studies.find((one) => one.name === wanted) ?? studies[0];
      const isAnew = last?.journal !== journal || last.study !== study;
      if (isAnew) seen = [];
      last = { journal, study };
      const running = (study?.trials ?? []).filter(({ state }) => state === 'running').slice(0, MOST_LEASES);
      const found = await Promise.all(
        isFolder ? running.map(async ({ number }) => [number, await readLease(place, number)] as const) : [],
      );
      const leases = new Map(found.flatMap(([number, lease]) => (lease ? [[number, lease] as const] : [])));
      const changed: StoredTrial[] = [];
      for (const trial of study?.trials ?? []) {
        const now = versionOf(trial, leases.get(trial.number));
        if (seen[trial.number] === now) continue;
        seen[trial.number] = now;
        changed.push(trial);
      }
      return {
        ...(record ? { record } : {}),
        ...{ control, isWorking },
        ...(study ? { study } : {}),
        studies: studies.map((one) => one.name),
        problems: journal.problems,
        ...{ leases, changed, isAnew },
      };
    },
  };
}

function versionOf(trial: StoredTrial, lease: ReadLease | undefined): string {
  const { state, params, intermediate, systemAttrs, userAttrs } = trial;
  const parts = [
    params.size,
    intermediate.size,
    Object.keys(systemAttrs).length,
    Object.keys(userAttrs).length,
  ];
  return `${state} ${parts.join(' ')} ${lease?.heartbeatMs ?? ''}`;
}

/** Name to show: of the study, or of the file. */
export function nameOfSweep(place: string, { record, study }: Pick<SweepNow, 'record' | 'study'>): string {
  return record?.name ?? study?.name ?? basename(place);
}
