// A study in a journal that this process works on: creates it, takes or makes trials, writes what they report. Every
// change is a line, appended under the journal's lock.

import { open } from 'node:fs/promises';
import { EngineError } from '../protocol/errors.js';
import { unwritable } from '../files/unwritable.js';
import { followJournal } from '../reading/followJournal.js';
import { internalValue } from '../sweep/distributions.js';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  intermediateLine,
  paramLine,
  relativeParamAttrs,
  runningLine,
  studyUserAttrLine,
  trialSystemAttrLine,
  trialUserAttrLine,
  waitingTrialLine,
  type Line,
} from '../sweep/journalLines.js';
import { externalValues, spaceOf, suggestAll, type Parameters } from '../sweep/parameters.js';
import { suggestionsFor, type Sampler } from '../sweep/sampler.js';
import type { Attributes, StoredStudy, StoredTrial } from '../sweep/studyState.js';
import type { Direction, TrialState } from '../sweep/trial.js';
import { withJournalLock } from './journalLock.js';

export interface OpenStudy {
  /** State after the last change of this process or the last `refresh`. */
  readonly state: StoredStudy;
  /** Reads what other workers have written. */
  refresh(): Promise<void>;
  /**
   * Takes the first waiting trial, or makes a new one.
   * @param before called with its number before others can see that it runs
   */
  ask(before?: (trial: number) => Promise<void>): Promise<StoredTrial>;
  /** Runs `work` on the state that all writers have reached, while none of them writes. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Parameters of a trial that runs, in the order in which it asks; each is stored. */
  suggest(trial: StoredTrial, sampler: Sampler, parameters: Parameters): Promise<ReadonlyMap<string, number>>;
  report(trial: StoredTrial, step: number, value: number): Promise<void>;
  setUserAttrs(trial: StoredTrial, attrs: Attributes): Promise<void>;
  setSystemAttrs(trial: StoredTrial, attrs: Attributes): Promise<void>;
  setStudyAttrs(attrs: Attributes): Promise<void>;
  /** Ends a trial. One that has ended already, because another worker took it for dead, stays as it is. */
  tell(
    trial: StoredTrial,
    state: Exclude<TrialState, 'running' | 'waiting'>,
    values?: readonly number[],
  ): Promise<void>;
  /** Adds a trial that a worker takes next. @param fixed external values; what is not fixed is sampled */
  enqueue(fixed: Attributes, systemAttrs?: Attributes): Promise<number>;
}

export interface StudyPlace {
  /** Absolute path of the journal; it is made if it is not there. */
  readonly journal: string;
  readonly name: string;
  /** Directions of a new study; undefined: the study must be there. */
  readonly directions?: readonly Direction[];
  /** Writes as this worker: "deepliif-…". */
  readonly workerId: string;
}

/** @throws EngineError `usage` for a study that is not there, or that has other directions; `output-unwritable` */
export async function openStudy(place: StudyPlace): Promise<OpenStudy> {
  const { journal, name, directions, workerId } = place;
  const follower = followJournal(journal);
  const found = () => [...follower.journal.studies.values()].find((study) => study.name === name);

  /** Appends what `lines` gives for the state that all writers have reached, and reads it. */
  const change = (lines: () => readonly Line[] | Promise<readonly Line[]>): Promise<void> =>
    withJournalLock(journal, async () => {
      await follower.read();
      const some = await lines();
      await append(
        journal,
        some.map((line) => line(workerId)),
      );
      await follower.read();
    });

  await follower.read();
  if (!found() && directions) await change(() => (found() ? [] : [createStudyLine(name, directions)]));
  const study = found();
  if (!study)
    throw new EngineError('usage', `${journal}: has no study ${JSON.stringify(name)}. Create it first.`);
  if (directions && directions.join() !== study.directions.join())
    throw new EngineError(
      'usage',
      `${journal}: the study ${JSON.stringify(name)} has other directions (${study.directions.join(', ')}) than asked ` +
        `for (${directions.join(', ')}). Take another name.`,
    );
  const current = (): StoredStudy => found() ?? study;
  const freshest = (trial: StoredTrial): StoredTrial => current().trials[trial.number] ?? trial;
  const isRunning = (trial: StoredTrial) => freshest(trial).state === 'running';

  return {
    get state() {
      return current();
    },
    refresh: async () => void (await follower.read()),
    exclusively: (work) =>
      withJournalLock(journal, async () => {
        await follower.read();
        return work();
      }),
    ask: async (before) => {
      let number = -1;
      await change(async () => {
        const { trials, id } = current();
        const waiting = trials.find(({ state }) => state === 'waiting');
        number = waiting?.number ?? trials.length;
        await before?.(number);
        return [waiting ? runningLine(waiting.id, now()) : createTrialLine(id, now())];
      });
      return current().trials[number]!;
    },
    suggest: async (trial, sampler, parameters) => {
      const fixed = fixedParams(freshest(trial), parameters);
      const ready = (await sampler.forTrial?.(current(), trial.number)) ?? sampler;
      const suggestions = suggestionsFor(ready, current(), trial.number, fixed);
      const decided = new Map([...suggestions.together].filter(([key]) => parameters.has(key)));
      const values = suggestAll(parameters, (key, one) => suggestions.suggest(key, one));
      await change(() => [
        ...(decided.size > 0
          ? oneByOne(relativeParamAttrs(externalValues(spaceOf(parameters), decided))).map((attr) =>
              trialSystemAttrLine(trial.id, attr),
            )
          : []),
        ...[...values].map(([key, value]) =>
          paramLine(trial.id, key, parameters.get(key)!.distribution, value),
        ),
      ]);
      return values;
    },
    report: (trial, step, value) =>
      change(() => (isRunning(trial) ? [intermediateLine(trial.id, step, value)] : [])),
    setUserAttrs: (trial, attrs) =>
      change(() => oneByOne(attrs).map((attr) => trialUserAttrLine(trial.id, attr))),
    setSystemAttrs: (trial, attrs) =>
      change(() => oneByOne(attrs).map((attr) => trialSystemAttrLine(trial.id, attr))),
    setStudyAttrs: (attrs) =>
      change(() => oneByOne(attrs).map((attr) => studyUserAttrLine(current().id, attr))),
    tell: (trial, state, values) =>
      change(() =>
        isRunning(trial)
          ? [endLine(trial.id, state, values, { startedAt: freshest(trial).startedAt, endedAt: now() })]
          : [],
      ),
    enqueue: async (fixed, systemAttrs) => {
      let number = -1;
      await change(() => {
        number = current().trials.length;
        return [waitingTrialLine(current().id, fixed, systemAttrs)];
      });
      return number;
    },
  };
}

/** Optuna refuses a journal in which a line sets two attributes of a trial. */
function oneByOne(attrs: Attributes): readonly Attributes[] {
  return Object.entries(attrs).map((entry) => Object.fromEntries([entry]));
}

/** Values that the user or an earlier, failed trial has fixed. */
function fixedParams({ systemAttrs }: StoredTrial, parameters: Parameters): ReadonlyMap<string, number> {
  const fixed = systemAttrs.fixed_params;
  const values = new Map<string, number>();
  if (typeof fixed !== 'object' || fixed === null) return values;
  for (const [name, value] of Object.entries(fixed)) {
    const distribution = parameters.get(name)?.distribution;
    const internal = distribution && internalValue(distribution, value);
    if (internal !== undefined) values.set(name, internal);
  }
  return values;
}

/** Appends whole lines and waits until they are on the disk. What a dead writer left of a line is cut off first. */
async function append(journal: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  try {
    const handle = await open(journal, 'a+');
    try {
      const { size } = await handle.stat();
      const end = await lastLineEnd(handle, size);
      if (end < size) await handle.truncate(end);
      await handle.appendFile(`${lines.join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unwritable(journal, error);
  }
}

/** Bytes up to the end of the last whole line. */
async function lastLineEnd(
  handle: Awaited<ReturnType<typeof open>>,
  size: number,
  pieceBytes = 4096,
): Promise<number> {
  for (let to = size; to > 0; to -= pieceBytes) {
    const from = Math.max(0, to - pieceBytes);
    const piece = Buffer.alloc(to - from);
    await handle.read(piece, 0, piece.length, from);
    const at = piece.lastIndexOf(0x0a);
    if (at >= 0) return from + at + 1;
  }
  return 0;
}

/** Now, as Optuna writes it: ISO 8601 with microseconds and the zone. */
function now(): string {
  return new Date().toISOString().replace('Z', '000+00:00');
}
