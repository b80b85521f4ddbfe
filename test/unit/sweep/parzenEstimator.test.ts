import assert from 'node:assert/strict';
import { mersenneTwister } from '../../../engine/random/mersenneTwister.js';
import { logPdf, parzenEstimator } from '../../../engine/sweep/parzenEstimator.js';
import { ageWeights, defaultGamma, hyperoptGamma } from '../../../engine/sweep/tpeWeights.js';
import { logGaussMass, truncatedQuantile } from '../../../engine/sweep/truncatedNormal.js';
import { fixture, spaceOf, type RecordedDistribution } from './optunaRecords.js';

interface RecordedEstimator {
  readonly name: string;
  readonly params: {
    readonly prior_weight: number;
    readonly consider_magic_clip: boolean;
    readonly consider_endpoints: boolean;
  };
  readonly observations_internal: Readonly<Record<string, readonly number[]>>;
  readonly space: Readonly<Record<string, RecordedDistribution>>;
  readonly weights: readonly number[];
  readonly kernels: readonly Readonly<Record<string, unknown>>[];
  readonly x: Readonly<Record<string, readonly number[]>>;
  readonly log_pdf: readonly number[];
}

const recorded = fixture('tpe_parzen.json');

describe('a Parzen estimator equals that of Optuna 5:', () => {
  for (const one of recorded.cases as RecordedEstimator[])
    it(one.name, () => {
      const names = Object.keys(one.space);
      const count = one.observations_internal[names[0]!]!.length;
      const pointsOf = (columns: RecordedEstimator['x'], length: number) =>
        Array.from({ length }, (_, i) => new Map(names.map((name) => [name, columns[name]![i]!])));
      const estimator = parzenEstimator(
        spaceOf(one.space),
        pointsOf(one.observations_internal, count),
        ageWeights(count),
        {
          prior: 'last',
          priorWeight: one.params.prior_weight,
          magicClip: one.params.consider_magic_clip,
          endpoints: one.params.consider_endpoints,
        },
      );
      assertAllClose(estimator.weights, one.weights);
      for (const [i, kernels] of [...estimator.kernels.values()].entries()) {
        const expected = one.kernels[i]!;
        if (kernels.kind === 'categorical')
          assertAllClose(kernels.rows.flat(), (expected.weights as number[][]).flat());
        else {
          assertAllClose(kernels.means, expected.mu as number[]);
          assertAllClose(kernels.sigmas, expected.sigma as number[]);
        }
      }
      assertAllClose(
        pointsOf(one.x, one.log_pdf.length).map((point) => logPdf(estimator, point)),
        one.log_pdf,
      );
    });
});

describe('TPE counts and weighs trials as Optuna 5 does:', () => {
  for (const [table, gamma] of [
    ['gamma', defaultGamma],
    ['hyperopt_gamma', hyperoptGamma],
  ] as const)
    it(table, () => {
      for (const [n, count] of Object.entries(recorded[table] as Record<string, number>))
        assert.equal(gamma(Number(n)), count, n);
    });

  it('weights', () => {
    for (const [n, weights] of Object.entries(recorded.weights as Record<string, number[]>))
      assertAllClose(ageWeights(Number(n)), weights);
  });
});

describe('a truncated normal distribution', () => {
  it('has the mass and the quantiles of Optuna’s', () => {
    for (const { a, b, log_gauss_mass: mass, q, ppf } of recorded.truncnorm as {
      readonly a: number;
      readonly b: number;
      readonly log_gauss_mass: number;
      readonly q: readonly number[];
      readonly ppf: readonly number[];
    }[]) {
      assertAllClose([logGaussMass(a, b)], [mass]);
      assertAllClose(
        q.map((share) => truncatedQuantile(share, a, b)),
        ppf,
      );
    }
  });
});

describe('the Mersenne Twister', () => {
  it('draws the numbers of NumPy', () => {
    const random = mersenneTwister(42);
    assert.deepEqual(
      Array.from({ length: 4 }, () => random.uniform()),
      [0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366],
    );
    assert.deepEqual(mersenneTwister(42).choices([0.1, 0.2, 0.3, 0.4], 6), [2, 3, 3, 2, 1, 1]);
  });
});

function assertAllClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(
      Object.is(actual[i], value) || Math.abs(actual[i]! - value) <= 1e-9 * Math.abs(value),
      `${i}: ${actual[i]} instead of ${value}`,
    );
}
