// Sequences and studies that Optuna has recorded → the data that samplers, pruners and importances see.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDistribution } from '../../../engine/sweep/distributionText.js';
import { internalValue, type Distribution, type SearchSpace } from '../../../engine/sweep/distributions.js';
import { parsePythonJson } from '../../../engine/sweep/pythonJson.js';
import type { Direction, Trial, TrialState } from '../../../engine/sweep/trial.js';

export interface RecordedDistribution {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type RecordedSpace = Readonly<Record<string, RecordedDistribution>>;

export interface RecordedTrial {
  readonly number: number;
  readonly state: string;
  readonly value?: number;
  readonly values?: readonly number[];
  /** Parameters in the order of the suggestions. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly constraints?: Readonly<Record<string, number>>;
  readonly intermediate_values?: Readonly<Record<string, number>>;
}

export interface RecordedSequence {
  readonly name: string;
  readonly seed: number;
  /** Arguments of TPESampler that differ from its defaults. */
  readonly sampler: Readonly<Record<string, unknown>>;
  readonly direction?: Direction;
  readonly directions?: readonly Direction[];
  readonly space?: RecordedSpace;
  readonly trials: readonly RecordedTrial[];
  readonly pareto?: readonly number[];
}

export async function recorded<T>(root: string, file: string): Promise<T> {
  return parsePythonJson(await readFile(join(root, file), 'utf8')) as T;
}

export function spaceOf(recordedSpace: RecordedSpace): SearchSpace {
  return new Map(
    Object.entries(recordedSpace).map(([name, one]) => {
      const distribution = parseDistribution(JSON.stringify(one));
      if (!distribution) throw new Error(`${name}: unknown distribution ${JSON.stringify(one)}`);
      return [name, distribution];
    }),
  );
}

const unit = { kind: 'float', low: 0, high: 1, log: false, step: null } as const;
const five = { kind: 'float', low: -5, high: 5, log: false, step: null } as const;

/** Spaces of the sequences of `tpe_multiobjective_constrained.json`, which does not say them. */
const UNSAID_SPACES = new Map<string, SearchSpace>([
  [
    'zdt1_default',
    new Map([
      ['x0', unit],
      ['x1', unit],
      ['x2', unit],
    ]),
  ],
  [
    'acc_cost_mixed',
    new Map<string, Distribution>([
      ['lr', { kind: 'float', low: 1e-5, high: 0.1, log: true, step: null }],
      ['net', { kind: 'categorical', choices: ['a', 'b', 'c'] }],
      ['n', { kind: 'int', low: 1, high: 8, log: false, step: 1 }],
    ]),
  ],
  [
    'constrained_sphere',
    new Map([
      ['x', five],
      ['y', five],
    ]),
  ],
]);

/** Space of ZDT1 in any number of dimensions: x0, x1 … */
function unitCube(names: ReadonlySet<string>): SearchSpace {
  return new Map([...names].filter((name) => /^x\d+$/.test(name)).map((name) => [name, unit]));
}

export function spaceOfSequence({ name, space, trials }: RecordedSequence): SearchSpace {
  if (space) return spaceOf(space);
  const tried = new Set(trials.flatMap(({ params }) => Object.keys(params)));
  const hasAll = (one: SearchSpace) => [...tried].every((key) => one.has(key));
  const found = UNSAID_SPACES.get(name) ?? [...UNSAID_SPACES.values(), unitCube(tried)].find(hasAll);
  if (!found) throw new Error(`sequence ${name} has no "space"`);
  return found;
}

export function directionsOf({ direction, directions }: RecordedSequence): readonly Direction[] {
  return directions ?? [direction ?? 'minimize'];
}

export function trialOf(one: RecordedTrial, space: SearchSpace): Trial {
  const names = Object.keys(one.params);
  const values = one.values ?? (one.value === undefined ? undefined : [one.value]);
  return {
    number: one.number,
    state: one.state.toLowerCase().replace(/^fail$/, 'failed') as TrialState,
    ...(values ? { values } : {}),
    params: new Map(names.map((name) => [name, internalValue(space.get(name)!, one.params[name])!])),
    distributions: new Map(names.map((name) => [name, space.get(name)!])),
    intermediate: new Map(
      Object.entries(one.intermediate_values ?? {}).map(([step, value]) => [Number(step), value]),
    ),
    ...(one.constraints ? { constraints: new Map(Object.entries(one.constraints)) } : {}),
  };
}

/** Largest difference of numbers relative to what is expected; 0 if both are the same infinity or NaN. */
export function relativeDifference(actual: Iterable<number>, expected: readonly number[]): number {
  const all = [...actual];
  if (all.length !== expected.length) return Infinity;
  return expected.reduce((largest, value, i) => {
    const one = all[i]!;
    if (Object.is(one, value)) return largest;
    const difference = Math.abs(one - value) / Math.max(Math.abs(value), 1e-6);
    return Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }, 0);
}
