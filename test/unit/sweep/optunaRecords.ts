// Sequences and studies that Optuna 5.0.0 has recorded → the data that samplers see.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Distribution, SearchSpace } from '../../../engine/sweep/distributions.js';
import { internalValue } from '../../../engine/sweep/distributions.js';
import type { Direction, Trial } from '../../../engine/sweep/trial.js';

export const SWEEP_FIXTURES = join(import.meta.dirname, '../../../../test/fixtures/sweeps');

export interface RecordedDistribution {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface RecordedTrial {
  readonly number: number;
  readonly state: string;
  readonly value?: number;
  readonly values?: readonly number[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly constraints?: Readonly<Record<string, number>>;
}

export interface RecordedSequence {
  readonly name: string;
  readonly seed: number;
  readonly sampler: Readonly<Record<string, boolean>>;
  readonly direction?: Direction;
  readonly directions?: readonly Direction[];
  readonly space: Readonly<Record<string, RecordedDistribution>>;
  readonly trials: readonly RecordedTrial[];
  readonly pareto?: readonly number[];
}

export function fixture(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(SWEEP_FIXTURES, file), 'utf8')) as Record<string, unknown>;
}

export function distributionOf({ name, attributes }: RecordedDistribution): Distribution {
  const kinds: Record<string, string> = { FloatDistribution: 'float', IntDistribution: 'int' };
  return { kind: kinds[name] ?? 'categorical', ...attributes } as Distribution;
}

export function spaceOf(recorded: Readonly<Record<string, RecordedDistribution>>): SearchSpace {
  return new Map(Object.entries(recorded).map(([name, one]) => [name, distributionOf(one)]));
}

export function trialOf(recorded: RecordedTrial, space: SearchSpace): Trial {
  const names = Object.keys(recorded.params);
  return {
    number: recorded.number,
    state: recorded.state.toLowerCase().replace('fail', 'failed') as Trial['state'],
    values: recorded.values ?? [recorded.value!],
    params: new Map(names.map((name) => [name, internalValue(space.get(name)!, recorded.params[name])!])),
    distributions: new Map(names.map((name) => [name, space.get(name)!])),
    intermediate: new Map(),
    ...(recorded.constraints ? { constraints: new Map(Object.entries(recorded.constraints)) } : {}),
  };
}
