// Pruners of recorded cases: by Optuna's class and arguments, or by the name of a case, "median_warm5_int3_min3".

import { halvingPruner } from '../../../engine/sweep/halvingPruner.js';
import { hyperbandPruner } from '../../../engine/sweep/hyperbandPruner.js';
import { patientPruner } from '../../../engine/sweep/patientPruner.js';
import { medianPruner, percentilePruner } from '../../../engine/sweep/percentilePruner.js';
import { KEEP, type Pruner } from '../../../engine/sweep/pruner.js';
import { thresholdPruner } from '../../../engine/sweep/thresholdPruner.js';
import { wilcoxonPruner } from '../../../engine/sweep/wilcoxonPruner.js';

/** Arguments of Optuna's pruners, by their names there. */
export type PrunerArguments = Readonly<Record<string, unknown>>;

export function prunerOf(given: { readonly class: string; readonly args?: PrunerArguments }): Pruner {
  const args = given.args ?? {};
  /** Our options by what Optuna calls them; those that are not given keep their defaults. */
  const options = (names: Readonly<Record<string, string>>): object =>
    Object.fromEntries(
      Object.entries(names).flatMap(([theirs, ours]) => {
        const value = args[theirs];
        return value === undefined || value === null ? [] : [[ours, value]];
      }),
    );
  const looks = {
    ...{ n_startup_trials: 'startupTrials', n_warmup_steps: 'warmupSteps' },
    ...{ interval_steps: 'intervalSteps', n_min_trials: 'leastTrials' },
  };
  const rungs = {
    ...{ min_resource: 'leastResource', max_resource: 'mostResource', reduction_factor: 'reduction' },
    ...{ min_early_stopping_rate: 'earlyStopping', bootstrap_count: 'bootstrap' },
  };
  switch (given.class.replace(/Pruner$/, '')) {
    case 'Nop':
      return () => KEEP;
    case 'Median':
      return medianPruner(options(looks));
    case 'Percentile':
      return percentilePruner({ percentile: Number(args.percentile ?? 25), ...options(looks) });
    case 'SuccessiveHalving':
      return halvingPruner(options(rungs));
    case 'Hyperband':
      return hyperbandPruner(options(rungs));
    case 'Patient':
      return patientPruner(
        wrappedBy(args.wrapped_pruner),
        Number(args.patience),
        args.min_delta === undefined ? 0 : Number(args.min_delta),
      );
    case 'Threshold':
      return thresholdPruner(options({ ...looks, lower: 'lower', upper: 'upper' }));
    case 'Wilcoxon':
      return wilcoxonPruner(options({ p_threshold: 'threshold', n_startup_steps: 'startupSteps' }));
    default:
      throw new Error(`unknown pruner ${given.class}`);
  }
}

function wrappedBy(wrapped: unknown): Pruner | undefined {
  if (wrapped === undefined || wrapped === null || wrapped === 'none') return undefined;
  if (typeof wrapped === 'object') return prunerOf(wrapped as Parameters<typeof prunerOf>[0]);
  return medianPruner();
}

/** Pruners that a name may mean, the most likely first: it says few options, and the others are tried. */
export function prunersNamed(name: string): readonly Pruner[] {
  const numberAfter = (words: string): number | undefined => {
    const found = new RegExp(`(?:${words})_?(-?[0-9.]*[0-9])`).exec(name);
    return found ? Number(found[1]) : undefined;
  };
  const first = (said: number | undefined, ...usual: readonly number[]) =>
    said === undefined ? usual : [said];
  const [warmup, startup] = [numberAfter('warm(?:up)?'), numberAfter('start(?:up)?')];
  const looks = {
    intervalSteps: numberAfter('int(?:erval)?') ?? 1,
    leastTrials: numberAfter('min') ?? 1,
  };
  const startups = first(startup, 5, 3, 0, 1, 2, 4, 6, 7, 8, 10);
  if (name.startsWith('median'))
    return startups.map((startupTrials) =>
      medianPruner({ ...looks, warmupSteps: warmup ?? 0, startupTrials }),
    );
  if (/^(percentile|pct)/.test(name))
    return startups.map((startupTrials) =>
      percentilePruner({
        ...{ ...looks, warmupSteps: warmup ?? 0, startupTrials },
        percentile: numberAfter('percentile|pct') ?? 25,
      }),
    );
  if (name.startsWith('patient')) {
    const [patience, gain] = [numberAfter('patient') ?? 1, numberAfter('delta') ?? 0];
    const percentile = numberAfter('percentile|pct');
    if (percentile !== undefined) return [patientPruner(percentilePruner({ percentile }), patience, gain)];
    const median = medianPruner();
    return (name.includes('median') ? [median, undefined] : [undefined, median]).map((wrapped) =>
      patientPruner(wrapped, patience, gain),
    );
  }
  if (name.startsWith('wilcoxon'))
    return first(numberAfter('start(?:up)?'), 2, 0, 5).map((startupSteps) =>
      wilcoxonPruner({ threshold: numberAfter('p') ?? 0.1, startupSteps }),
    );
  if (name.startsWith('threshold'))
    return first(warmup, 0, 2, 1, 3, 5).map((warmupSteps) =>
      thresholdPruner({
        ...{ warmupSteps, intervalSteps: looks.intervalSteps },
        lower: numberAfter('lower') ?? -Infinity,
        upper: numberAfter('upper') ?? Infinity,
      }),
    );
  if (/^(hyperband|hb)/.test(name)) {
    const [least = 1, most = 27, reduction = 3] = name.split('_').slice(1).map(Number);
    return [
      hyperbandPruner({
        leastResource: Number.isNaN(least) ? 1 : least,
        mostResource: Number.isNaN(most) || name.includes('auto') ? 'auto' : most,
        reduction: Number.isNaN(reduction) ? 3 : reduction,
      }),
    ];
  }
  if (/^(sha|asha|successive)/.test(name))
    return first(numberAfter('eta|rf'), 4, 3, 2).map((reduction) =>
      halvingPruner({
        leastResource: name.includes('auto') ? 'auto' : (numberAfter('min') ?? 1),
        reduction,
        earlyStopping: numberAfter('rate|early|s') ?? 0,
        bootstrap: numberAfter('boot(?:strap)?') ?? 0,
      }),
    );
  throw new Error(`no pruner for the case ${name}`);
}
