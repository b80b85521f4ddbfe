// Studies as the lines of an Optuna journal tell them: each line is an operation, and reducing them gives the studies.
// Identities are implicit: the n-th study created has id n, and trials are counted over all studies.

import type { Distribution } from './distributions.js';
import { parseDistribution } from './distributionText.js';
import { parsePythonJson } from './pythonJson.js';
import type { Direction, Trial, TrialState } from './trial.js';

export const OPERATIONS = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttr: 2,
  setStudySystemAttr: 3,
  createTrial: 4,
  setParam: 5,
  setState: 6,
  setIntermediate: 7,
  setTrialUserAttr: 8,
  setTrialSystemAttr: 9,
  discardTrials: 10,
} as const;

export const STATES: readonly TrialState[] = ['running', 'complete', 'pruned', 'failed', 'waiting'];

export type Attributes = Record<string, unknown>;

/** A trial as it is stored. Samplers see it as a `Trial`. */
export interface StoredTrial extends Trial {
  readonly id: number;
  readonly params: Map<string, number>;
  readonly distributions: Map<string, Distribution>;
  readonly intermediate: Map<number, number>;
  readonly userAttrs: Attributes;
  readonly systemAttrs: Attributes;
  /** ISO 8601 with microseconds. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Worker that wrote the line by which the trial began to run. */
  readonly worker?: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface StoredStudy {
  readonly id: number;
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly userAttrs: Attributes;
  readonly systemAttrs: Attributes;
  /** Trials in the order of their numbers. */
  readonly trials: readonly StoredTrial[];
}

export interface Journal {
  /** Studies that are not deleted, by id. */
  readonly studies: ReadonlyMap<number, StoredStudy>;
  /** Lines that say nothing sensible: their number, 1 is the first, and what is wrong. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** Applies one line without its end. */
  push(line: string): void;
}

/** Problems that are kept; a file of another kind has one per line. */
const MOST_PROBLEMS = 100;

/** Waiting and running trials may change; those that ended do not. */
const isOpen = ({ state }: Trial) => state === 'running' || state === 'waiting';

export function readJournal(): Journal {
  const studies = new Map<number, StoredStudy>();
  const trials: (Mutable<StoredTrial> | undefined)[] = [];
  const trialLists = new Map<number, Mutable<StoredTrial>[]>();
  const distributions = new Map<string, Distribution>();
  const problems: { line: number; message: string }[] = [];
  let lines = 0;
  let created = 0;

  const distributionOf = (text: unknown): Distribution => {
    if (typeof text !== 'string') throw new Error('a distribution is JSON text');
    const known = distributions.get(text) ?? parseDistribution(text);
    if (!known) throw new Error(`unknown distribution ${text.slice(0, 200)}`);
    distributions.set(text, known);
    return known;
  };

  const apply = (op: Attributes): void => {
    const study = studies.get(op.study_id as number);
    const trial = trials[op.trial_id as number];
    switch (op.op_code) {
      case OPERATIONS.createStudy: {
        if (!Array.isArray(op.directions) || typeof op.study_name !== 'string')
          throw new Error('a study has a name and directions');
        const list: Mutable<StoredTrial>[] = [];
        trialLists.set(created, list);
        const directions = op.directions.map((code): Direction => (code === 2 ? 'maximize' : 'minimize'));
        studies.set(created, {
          ...{ id: created, name: op.study_name, directions, userAttrs: {}, systemAttrs: {}, trials: list },
        });
        created++;
        return;
      }
      case OPERATIONS.createTrial: {
        // The number counts also for a study that has been deleted, as it does in Optuna.
        if (!study) trials.push(undefined);
        else {
          const list = trialLists.get(study.id)!;
          const made = newTrial(op, trials.length, list.length, distributionOf);
          trials.push(made);
          list.push(made);
        }
        return;
      }
      case OPERATIONS.deleteStudy:
        studies.delete(op.study_id as number);
        return;
      case OPERATIONS.setStudyUserAttr:
        if (study) Object.assign(study.userAttrs, attributes(op.user_attr));
        return;
      case OPERATIONS.setStudySystemAttr:
        if (study) Object.assign(study.systemAttrs, attributes(op.system_attr));
        return;
      case OPERATIONS.discardTrials:
        return;
      default:
        if (typeof op.op_code !== 'number' || op.op_code < 0 || op.op_code > 10)
          throw new Error(`unknown operation ${String(op.op_code)}`);
        if (!trial) throw new Error('there is no such trial');
        if (isOpen(trial)) changeTrial(trial, op, distributionOf);
    }
  };

  return {
    studies,
    problems,
    push: (line) => {
      lines++;
      try {
        const op = parsePythonJson(line);
        if (typeof op !== 'object' || op === null || Array.isArray(op)) throw new Error('expected an object');
        apply(op as Attributes);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (problems.length < MOST_PROBLEMS) problems.push({ line: lines, message });
      }
    },
  };
}

function newTrial(
  op: Attributes,
  id: number,
  number: number,
  distributionOf: (text: unknown) => Distribution,
): Mutable<StoredTrial> {
  const trial: Mutable<StoredTrial> = {
    ...{ id, number, state: STATES[(op.state as number | undefined) ?? 0] ?? 'running' },
    ...{ params: new Map(), distributions: new Map(), intermediate: new Map() },
    ...{ userAttrs: { ...attributes(op.user_attrs) }, systemAttrs: { ...attributes(op.system_attrs) } },
    ...(typeof op.worker_id === 'string' && (op.state ?? 0) === 0 ? { worker: op.worker_id } : {}),
  };
  for (const [name, text] of Object.entries(attributes(op.distributions))) {
    trial.distributions.set(name, distributionOf(text));
    trial.params.set(name, numberOf(attributes(op.params)[name]));
  }
  for (const [step, value] of Object.entries(attributes(op.intermediate_values)))
    trial.intermediate.set(Number(step), numberOf(value));
  setValues(trial, op.values ?? (typeof op.value === 'number' ? [op.value] : undefined));
  setTimes(trial, op);
  readSystemAttrs(trial);
  return trial;
}

function changeTrial(
  trial: Mutable<StoredTrial>,
  op: Attributes,
  distributionOf: (text: unknown) => Distribution,
): void {
  switch (op.op_code) {
    case OPERATIONS.setParam: {
      if (typeof op.param_name !== 'string') throw new Error('a parameter has a name');
      trial.distributions.set(op.param_name, distributionOf(op.distribution));
      trial.params.set(op.param_name, numberOf(op.param_value_internal));
      return;
    }
    case OPERATIONS.setState: {
      const state = STATES[op.state as number];
      if (!state) throw new Error(`unknown state ${String(op.state)}`);
      // The first of several workers that take a waiting trial has it.
      if (state === 'running' && trial.state !== 'waiting') return;
      trial.state = state;
      if (state === 'running' && typeof op.worker_id === 'string') trial.worker = op.worker_id;
      setValues(trial, op.values);
      setTimes(trial, op);
      return;
    }
    case OPERATIONS.setIntermediate:
      trial.intermediate.set(numberOf(op.step), numberOf(op.intermediate_value));
      return;
    case OPERATIONS.setTrialUserAttr:
      Object.assign(trial.userAttrs, attributes(op.user_attr));
      return;
    case OPERATIONS.setTrialSystemAttr:
      Object.assign(trial.systemAttrs, attributes(op.system_attr));
      readSystemAttrs(trial);
  }
}

function setValues(trial: Mutable<StoredTrial>, values: unknown): void {
  if (Array.isArray(values)) trial.values = values.map(numberOf);
}

function setTimes(trial: Mutable<StoredTrial>, op: Attributes): void {
  if (typeof op.datetime_start === 'string') trial.startedAt = op.datetime_start;
  if (typeof op.datetime_complete === 'string') trial.endedAt = op.datetime_complete;
}

/** System attributes of a trial that samplers and pruners need. */
function readSystemAttrs(trial: Mutable<StoredTrial>): void {
  const constraints = new Map<string, number>();
  const rungs = new Map<number, number>();
  let relative = '';
  for (const [key, value] of Object.entries(trial.systemAttrs)) {
    if (key === 'constraints' && Array.isArray(value))
      value.forEach((one, i) => typeof one === 'number' && constraints.set(String(i), one));
    else if (key.startsWith('constraints:') && typeof value === 'number') constraints.set(key, value);
    else if (key.startsWith('completed_rung_') && typeof value === 'number')
      rungs.set(Number(key.slice('completed_rung_'.length)), value);
    else if (key.startsWith('tpe:relative_params:') && typeof value === 'string') relative += value;
  }
  if (constraints.size > 0) trial.constraints = constraints;
  if (rungs.size > 0) trial.rungs = rungs;
  const external = relative === '' ? undefined : parsedObject(relative);
  if (external) trial.relativeParams = external;
}

function parsedObject(text: string): Attributes | undefined {
  try {
    return attributes(parsePythonJson(text));
  } catch {
    return undefined; // the text comes in pieces, of which one is missing yet
  }
}

function attributes(value: unknown): Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Attributes) : {};
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`expected a number, found ${JSON.stringify(value)}`);
  return value;
}
