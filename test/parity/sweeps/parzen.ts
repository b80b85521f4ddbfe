// Parzen estimators, weights and truncated normal distributions against Optuna's (`tpe_parzen.json`).

import { logPdf, parzenEstimator } from '../../../engine/sweep/parzenEstimator.js';
import { ageWeights, defaultGamma, hyperoptGamma } from '../../../engine/sweep/tpeWeights.js';
import { logGaussMass, truncatedQuantile } from '../../../engine/sweep/truncatedNormal.js';
import { within, type ParityCheck } from '../check.js';
import { recorded, relativeDifference, spaceOf, type RecordedSpace } from './optunaRecords.js';

type Columns = Readonly<Record<string, readonly number[]>>;

interface RecordedEstimators {
  readonly cases: readonly {
    readonly name: string;
    readonly params: {
      readonly prior_weight: number;
      readonly consider_magic_clip: boolean;
      readonly consider_endpoints: boolean;
    };
    readonly observations_internal: Columns;
    readonly space: RecordedSpace;
    readonly weights: readonly number[];
    readonly kernels: readonly {
      readonly mu?: readonly number[];
      readonly sigma?: readonly number[];
      readonly weights?: readonly (readonly number[])[];
    }[];
    readonly x: Columns;
    readonly log_pdf: readonly number[];
  }[];
  readonly gamma: Readonly<Record<string, number>>;
  readonly hyperopt_gamma: Readonly<Record<string, number>>;
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly truncnorm: readonly {
    readonly a: number;
    readonly b: number;
    readonly log_gauss_mass: number;
    readonly q: readonly number[];
    readonly ppf: readonly number[];
  }[];
}

/** Relative tolerance of all numbers of a sweep. */
export const TOLERANCE = 1e-9;

export async function* parzen(root: string, file: string): AsyncGenerator<ParityCheck> {
  const all = await recorded<RecordedEstimators>(root, file);
  for (const one of all.cases ?? []) {
    const names = Object.keys(one.space);
    const pointsOf = (columns: Columns, length: number) =>
      Array.from({ length }, (_, i) => new Map(names.map((name) => [name, columns[name]![i]!])));
    const count = one.observations_internal[names[0]!]!.length;
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
    const kernels = [...estimator.kernels.values()].flatMap((kernel) =>
      kernel.kind === 'normal' ? [...kernel.means, ...kernel.sigmas] : kernel.rows.flat(),
    );
    const expected = one.kernels.flatMap(({ mu, sigma, weights }) => [
      ...(mu ?? []),
      ...(sigma ?? []),
      ...(weights ?? []).flat(),
    ]);
    const densities = pointsOf(one.x, one.log_pdf.length).map((point) => logPdf(estimator, point));
    yield within(`${one.name} · weights`, relativeDifference(estimator.weights, one.weights), TOLERANCE);
    yield within(`${one.name} · kernels`, relativeDifference(kernels, expected), TOLERANCE);
    yield within(`${one.name} · log density`, relativeDifference(densities, one.log_pdf), TOLERANCE);
  }
  for (const [name, gamma, table] of [
    ['gamma', defaultGamma, all.gamma],
    ['gamma of Hyperopt', hyperoptGamma, all.hyperopt_gamma],
  ] as const)
    yield within(
      name,
      relativeDifference(
        Object.keys(table ?? {}).map((n) => gamma(Number(n))),
        Object.values(table ?? {}),
      ),
      0,
    );
  for (const [n, weights] of Object.entries(all.weights ?? {}))
    yield within(`weights of ${n}`, relativeDifference(ageWeights(Number(n)), weights), TOLERANCE);
  for (const { a, b, log_gauss_mass: mass, q, ppf } of all.truncnorm ?? []) {
    const quantiles = q.map((share) => truncatedQuantile(share, a, b));
    yield within(`mass of ${a} … ${b}`, relativeDifference([logGaussMass(a, b)], [mass]), TOLERANCE);
    yield within(`quantiles of ${a} … ${b}`, relativeDifference(quantiles, ppf), TOLERANCE);
  }
}
