// Pruners on recorded curves: every decision and every rung must come out the same (`pruners.json`). The file names its
// cases and does not describe them, so the configuration is read from the name: "median_warm5_int3_min3".

import { halvingPruner } from '../../../engine/sweep/halvingPruner.js';
import { hyperbandPruner } from '../../../engine/sweep/hyperbandPruner.js';
import { patientPruner } from '../../../engine/sweep/patientPruner.js';
import { medianPruner, percentilePruner } from '../../../engine/sweep/percentilePruner.js';
import type { Pruner } from '../../../engine/sweep/pruner.js';
import { thresholdPruner } from '../../../engine/sweep/thresholdPruner.js';
import type { Direction, Trial } from '../../../engine/sweep/trial.js';
import { wilcoxonPruner } from '../../../engine/sweep/wilcoxonPruner.js';
import { within, type ParityCheck } from '../check.js';
import { recorded } from './optunaRecords.js';

interface RecordedCase {
  readonly name: string;
  readonly direction: Direction;
  readonly study_name: string;
  readonly results: readonly {
    readonly number: number;
    readonly pruned_at: number | null;
    readonly system_attrs: Readonly<Record<string, number>>;
  }[];
}

export async function* pruners(root: string, file: string): AsyncGenerator<ParityCheck> {
  const { curves, cases } = await recorded<{
    readonly curves: readonly (readonly number[])[];
    readonly cases: readonly RecordedCase[];
  }>(root, file);
  for (const one of cases) {
    const prune = prunerNamed(one.name);
    const wrong: string[] = [];
    const trials: Trial[] = [];
    for (const expected of one.results) {
      const { trial, prunedAt } = replay(prune, one, trials, expected.number, curves[expected.number]!);
      const rungs = Object.fromEntries(
        [...(trial.rungs ?? [])].map(([rung, value]) => [`completed_rung_${rung}`, value]),
      );
      if (prunedAt !== expected.pruned_at) wrong.push(`trial ${expected.number} at ${prunedAt}`);
      else if (JSON.stringify(rungs) !== JSON.stringify(expected.system_attrs))
        wrong.push(`rungs of trial ${expected.number}`);
      trials.push(trial);
    }
    yield within(`${one.name} · ${trials.length} trials`, wrong.length, 0, wrong.join('; '));
  }
}

/** Reports a curve step by step until the trial is pruned. */
function replay(
  prune: Pruner,
  { direction, study_name: name }: RecordedCase,
  earlier: readonly Trial[],
  number: number,
  curve: readonly number[],
): { readonly trial: Trial; readonly prunedAt: number | null } {
  const intermediate = new Map<number, number>();
  const rungs = new Map<number, number>();
  const trial: Trial = {
    ...{ number, state: 'running', params: new Map(), distributions: new Map(), intermediate, rungs },
  };
  for (const [index, value] of curve.entries()) {
    intermediate.set(index + 1, value);
    const decision = prune({ name, directions: [direction], trials: [...earlier, trial] }, trial);
    for (const [rung, reached] of decision.rungs ?? []) rungs.set(rung, reached);
    if (decision.prune) return { trial: { ...trial, state: 'pruned', values: [value] }, prunedAt: index + 1 };
  }
  return { trial: { ...trial, state: 'complete', values: [curve.at(-1)!] }, prunedAt: null };
}

function prunerNamed(name: string): Pruner {
  const numberAfter = (word: string, otherwise: number) => {
    const found = new RegExp(`${word}_?(-?[0-9.]+)`).exec(name);
    return found ? Number(found[1]) : otherwise;
  };
  const warmupSteps = numberAfter('warm(?:up)?', 0);
  const looks = {
    warmupSteps,
    intervalSteps: numberAfter('int(?:erval)?', 1),
    // A case with a warm-up in its name was made with three startup trials.
    startupTrials: numberAfter('start(?:up)?', warmupSteps > 0 ? 3 : 5),
    leastTrials: numberAfter('min', 1),
  };
  if (name.startsWith('median')) return medianPruner(looks);
  if (/^(percentile|pct)/.test(name))
    return percentilePruner({ ...looks, percentile: numberAfter('(?:percentile|pct)', 25) });
  if (name.startsWith('patient')) return patientPruner(medianPruner(), numberAfter('patient', 1));
  if (name.startsWith('wilcoxon')) return wilcoxonPruner({ threshold: numberAfter('p', 0.1) });
  if (name.startsWith('threshold'))
    return thresholdPruner({
      lower: numberAfter('lower', -Infinity),
      upper: numberAfter('upper', Infinity),
      warmupSteps: numberAfter('warm(?:up)?', 2),
    });
  if (name.startsWith('hyperband')) {
    const [least = 1, most = 27, reduction = 3] = name.split('_').slice(1).map(Number);
    return hyperbandPruner({
      leastResource: least,
      mostResource: Number.isNaN(most) ? 'auto' : most,
      reduction,
    });
  }
  if (name.startsWith('sha'))
    return halvingPruner({
      leastResource: name.includes('auto') ? 'auto' : numberAfter('min', 1),
      reduction: numberAfter('eta', 4),
      earlyStopping: numberAfter('(?:rate|early)', 0),
    });
  throw new Error(`no pruner for the case ${name}`);
}
