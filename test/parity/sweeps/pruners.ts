// Pruners on recorded curves: every decision and every rung must come out the same (`pruners.json`).

import { isDeepStrictEqual } from 'node:util';
import type { Pruner } from '../../../engine/sweep/pruner.js';
import type { Direction, Trial } from '../../../engine/sweep/trial.js';
import { within, type ParityCheck } from '../check.js';
import { recorded } from './optunaRecords.js';
import { prunerOf, prunersNamed, type PrunerArguments } from './recordedPruners.js';

interface RecordedCase {
  readonly name: string;
  readonly direction: Direction;
  readonly study_name: string;
  /** Class of Optuna and its arguments, if the file says them. */
  readonly pruner?: { readonly class: string; readonly args?: PrunerArguments };
  readonly results: readonly {
    readonly number: number;
    readonly pruned_at: number | null;
    readonly value?: number | null;
    readonly system_attrs: Readonly<Record<string, number>>;
  }[];
}

export async function* pruners(root: string, file: string): AsyncGenerator<ParityCheck> {
  const { curves, cases } = await recorded<{
    readonly curves: readonly (readonly (number | null)[])[];
    readonly cases: readonly RecordedCase[];
  }>(root, file);
  for (const one of cases) {
    // A name may leave options out; those that give the recorded decisions are then the options that were meant.
    const candidates = one.pruner ? [prunerOf(one.pruner)] : prunersNamed(one.name);
    let fewest: readonly string[] | undefined;
    for (const prune of candidates) {
      const wrong = wrongDecisions(prune, one, curves);
      if (!fewest || wrong.length < fewest.length) fewest = wrong;
      if (wrong.length === 0) break;
    }
    yield within(`${one.name} · ${one.results.length} trials`, fewest!.length, 0, fewest!.join('; '));
  }
}

function wrongDecisions(
  prune: Pruner,
  one: RecordedCase,
  curves: readonly (readonly (number | null)[])[],
): readonly string[] {
  const wrong: string[] = [];
  const trials: Trial[] = [];
  for (const expected of one.results) {
    const curve = curves[expected.number]!.map((value) => value ?? NaN);
    const { trial, prunedAt } = replay(prune, one, trials, expected.number, curve);
    const rungs = Object.fromEntries(
      [...(trial.rungs ?? [])].map(([rung, value]) => [`completed_rung_${rung}`, value]),
    );
    if (prunedAt !== expected.pruned_at)
      wrong.push(`trial ${expected.number} at ${prunedAt}, not ${expected.pruned_at}`);
    else if (!isDeepStrictEqual(rungs, expected.system_attrs))
      wrong.push(`rungs of trial ${expected.number}`);
    // A curve may end in a number that no trial can have as its value.
    const value = prunedAt === null ? expected.value : undefined;
    trials.push(typeof value === 'number' ? { ...trial, values: [value] } : trial);
  }
  return wrong;
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
