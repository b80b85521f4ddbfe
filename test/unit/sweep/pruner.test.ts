import assert from 'node:assert/strict';
import { halvingPruner } from '../../../engine/sweep/halvingPruner.js';
import { hyperbandPruner } from '../../../engine/sweep/hyperbandPruner.js';
import { patientPruner } from '../../../engine/sweep/patientPruner.js';
import { medianPruner, percentilePruner } from '../../../engine/sweep/percentilePruner.js';
import type { Pruner } from '../../../engine/sweep/pruner.js';
import { thresholdPruner } from '../../../engine/sweep/thresholdPruner.js';
import type { Direction, Trial } from '../../../engine/sweep/trial.js';
import { fixture } from './optunaRecords.js';

interface Recorded {
  readonly number: number;
  readonly state: string;
  readonly pruned_at: number | null;
  readonly system_attrs: Readonly<Record<string, number>>;
}

const { curves, cases } = fixture('pruners.json') as unknown as {
  readonly curves: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly name: string;
    readonly direction: Direction;
    readonly study_name: string;
    readonly results: readonly Recorded[];
  }[];
};

const PRUNERS: Readonly<Record<string, Pruner>> = {
  median_default: medianPruner(),
  median_warm5_int3_min3: medianPruner({
    startupTrials: 3,
    warmupSteps: 5,
    intervalSteps: 3,
    leastTrials: 3,
  }),
  percentile25_max: percentilePruner({ percentile: 25 }),
  sha_min1_eta3: halvingPruner({ leastResource: 1, reduction: 3 }),
  sha_auto: halvingPruner(),
  hyperband_1_27_3: hyperbandPruner({ leastResource: 1, mostResource: 27, reduction: 3 }),
  patient3_median: patientPruner(medianPruner(), 3),
  'threshold_upper1.2': thresholdPruner({ upper: 1.2, warmupSteps: 2 }),
};

describe('a pruner decides as Optuna 5 does:', () => {
  for (const { name, direction, study_name: studyName, results } of cases)
    it(name, () => {
      const trials: Trial[] = [];
      for (const recorded of results) {
        const intermediate = new Map<number, number>();
        const rungs = new Map<number, number>();
        const trial: Trial = {
          ...{ number: recorded.number, state: 'running', params: new Map(), distributions: new Map() },
          ...{ intermediate, rungs },
        };
        let prunedAt: number | null = null;
        for (const [index, value] of curves[recorded.number]!.entries()) {
          intermediate.set(index + 1, value);
          const study = { name: studyName, directions: [direction], trials: [...trials, trial] };
          const decision = PRUNERS[name]!(study, trial);
          for (const [rung, reached] of decision.rungs ?? []) rungs.set(rung, reached);
          if (!decision.prune) continue;
          prunedAt = index + 1;
          break;
        }
        assert.equal(prunedAt, recorded.pruned_at, `${name}, trial ${recorded.number}`);
        assert.deepEqual(
          Object.fromEntries([...rungs].map(([rung, value]) => [`completed_rung_${rung}`, value])),
          recorded.system_attrs,
        );
        const values = [[...intermediate.values()].at(-1)!];
        trials.push({ ...trial, state: prunedAt === null ? 'complete' : 'pruned', values });
      }
    });
});
