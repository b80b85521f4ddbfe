// Importances of parameters as the page computes them, in a worker: PED-ANOVA, Optuna's default, and fANOVA beside it.
// Here are the messages, and the computation itself, which is pure.

import type { Distribution } from '../../engine/sweep/distributions.js';
import { fanova } from '../../engine/sweep/fanova.js';
import { pedAnova } from '../../engine/sweep/pedAnova.js';
import type { Trial } from '../../engine/sweep/trial.js';
import { valueId, type Columns, type Dimension, type DimensionId } from './trialColumns.js';

/** Seed of the forest of fANOVA: the same trials give the same shares. */
const SEED = 0;
/** Trials above which fANOVA takes an even sample: its time grows with their square. */
const MOST_FANOVA_TRIALS = 800;

export interface ImportanceRequest {
  readonly request: number;
  readonly parameters: readonly Pick<Dimension, 'id' | 'low' | 'high' | 'log' | 'whole' | 'choices'>[];
  /** Importances by parameter; only trials that count. */
  readonly params: readonly Float64Array[];
  readonly values: Float64Array;
  readonly sign: 1 | -1;
}

export interface ImportanceAnswer {
  readonly request: number;
  readonly shares: readonly ImportanceShare[];
  /** Trials of which fANOVA is computed, and all. */
  readonly sampled: number;
  readonly trials: number;
  readonly failed?: string;
}

export interface ImportanceShare {
  readonly id: DimensionId;
  readonly pedAnova: number;
  /** Absent for a parameter that only some trials have. */
  readonly fanova?: number;
}

/** Importances by objective, as far as they are computed. */
export type Importances = ReadonlyMap<number, ImportanceAnswer>;

export function importanceRequest(columns: Columns, objective: number, request: number): ImportanceRequest {
  const { dimensions, counts, parameters, signs } = columns;
  const places: number[] = [];
  for (let at = 0; at < counts.length; at++) if (counts[at] === 1) places.push(at);
  const take = (values: Float64Array) => Float64Array.from(places, (at) => values[at]!);
  const found = parameters.map((id) => dimensions.get(id)!);
  return {
    request,
    parameters: found.map(({ id, low, high, log, whole, choices }) => ({
      ...{ id, low, high, log, whole },
      ...(choices ? { choices } : {}),
    })),
    params: found.map(({ values }) => take(values)),
    values: take(dimensions.get(valueId(objective))!.values),
    sign: signs[objective]!,
  };
}

export function computeImportances({
  request,
  parameters,
  params,
  values,
  sign,
}: ImportanceRequest): ImportanceAnswer {
  const spaces = parameters.map(distributionOf);
  const trials = Array.from(values, (value, at): Trial => {
    const present = [...parameters.keys()].filter((i) => !Number.isNaN(params[i]![at]!));
    return {
      ...{ number: at, state: 'complete', values: [value], intermediate: new Map() },
      params: new Map(present.map((i) => [parameters[i]!.id, params[i]![at]!])),
      distributions: new Map(present.map((i) => [parameters[i]!.id, spaces[i]!])),
    };
  });
  const directions = [sign === 1 ? ('minimize' as const) : ('maximize' as const)];
  const every = Math.ceil(trials.length / MOST_FANOVA_TRIALS);
  const sample = trials.filter((_, i) => i % every === 0);
  const byPedAnova = pedAnova({ name: '', directions, trials }).shares;
  const byFanova = fanova({ name: '', directions, trials: sample }, SEED).shares;
  const shares = parameters.map(({ id }) => {
    const share = byFanova.get(id);
    return { id, pedAnova: byPedAnova.get(id) ?? 0, ...(share === undefined ? {} : { fanova: share }) };
  });
  return { request, shares, sampled: sample.length, trials: trials.length };
}

function distributionOf(parameter: ImportanceRequest['parameters'][number]): Distribution {
  const { low, high, log, whole, choices } = parameter;
  if (choices) return { kind: 'categorical', choices };
  return whole ? { kind: 'int', low, high, log, step: 1 } : { kind: 'float', low, high, log, step: null };
}
