// Asynchronous successive halving (Li et al. 2020): at each rung a trial goes on if it is among the best 1/η of those
// that have come so far.

import { KEEP, type Pruner } from './pruner.js';
import type { Study } from './sampler.js';
import { lastReport } from './trial.js';

export interface HalvingOptions {
  /** Step of the first rung; auto: a hundredth of the steps of the longest complete trial. */
  readonly leastResource: number | 'auto';
  /** η: one in so many goes on. */
  readonly reduction: number;
  /** Rungs that are left out at the beginning. */
  readonly earlyStopping: number;
  /** Trials that must have completed a rung before any goes on. */
  readonly bootstrap: number;
}

const HALVING_DEFAULTS: HalvingOptions = {
  leastResource: 'auto',
  reduction: 4,
  earlyStopping: 0,
  bootstrap: 0,
};

export function halvingPruner(given: Partial<HalvingOptions> = {}): Pruner {
  const options = { ...HALVING_DEFAULTS, ...given };
  return (study, trial) => {
    const report = lastReport(trial);
    const least = options.leastResource === 'auto' ? automaticResource(study) : options.leastResource;
    if (!report || least === undefined) return KEEP;
    const maximise = study.directions[0] === 'maximize';
    const rungs = new Map<number, number>();
    let rung = 0;
    while (trial.rungs?.has(rung)) rung++;
    for (; ; rung++) {
      if (report.step < least * options.reduction ** (options.earlyStopping + rung))
        return { prune: false, rungs };
      if (Number.isNaN(report.value)) return { prune: true, rungs };
      rungs.set(rung, report.value);
      const rivals = study.trials.flatMap((other) =>
        other.number === trial.number ? [] : (other.rungs?.get(rung) ?? []),
      );
      const competing = [...rivals, report.value].sort((a, b) => (maximise ? b - a : a - b));
      const places = Math.max(1, Math.floor(competing.length / options.reduction));
      const last = competing[places - 1]!;
      const goesOn = maximise ? report.value >= last : report.value <= last;
      if (competing.length <= options.bootstrap || !goesOn) return { prune: true, rungs };
    }
  };
}

function automaticResource({ trials }: Study): number | undefined {
  const steps = trials.flatMap((trial) =>
    trial.state === 'complete' ? (lastReport(trial)?.step ?? []) : [],
  );
  return steps.length === 0 ? undefined : Math.max(Math.floor(Math.max(...steps) / 100), 1);
}
