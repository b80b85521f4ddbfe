// Values that a parameter may have: a range of numbers, or categories. A value is held as one number, its internal value: a
// category by its index, as Optuna's storages do.

export interface FloatDistribution {
  readonly kind: 'float';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Distance of the values that are allowed; null: all. A logarithmic range has none. */
  readonly step: number | null;
}

export interface IntDistribution {
  readonly kind: 'int';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
}

export type Choice = string | number | boolean | null;

export interface CategoricalDistribution {
  readonly kind: 'categorical';
  readonly choices: readonly Choice[];
}

export type NumericalDistribution = FloatDistribution | IntDistribution;
export type Distribution = NumericalDistribution | CategoricalDistribution;

/** Distributions by the names of parameters. */
export type SearchSpace = ReadonlyMap<string, Distribution>;

/** Value for people and configurations: the category itself, a whole number, a number. */
export function externalValue(distribution: Distribution, internal: number): Choice {
  if (distribution.kind !== 'categorical') return internal;
  return distribution.choices[internal] ?? null;
}

/** Internal value of a choice or number; undefined for what the distribution does not contain. */
export function internalValue(distribution: Distribution, external: unknown): number | undefined {
  if (distribution.kind === 'categorical') {
    const index = distribution.choices.findIndex((choice) => Object.is(choice, external));
    return index < 0 ? undefined : index;
  }
  return typeof external === 'number' && contains(distribution, external) ? external : undefined;
}

/** True for an internal value that a sampler could have suggested. */
export function contains(distribution: Distribution, internal: number): boolean {
  if (distribution.kind === 'categorical')
    return Number.isInteger(internal) && internal >= 0 && internal < distribution.choices.length;
  const { low, high, step } = distribution;
  if (!(internal >= low && internal <= high)) return false;
  if (step === null) return true;
  const steps = (internal - low) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

/** True if only one value is possible, so that there is nothing to sample. */
export function isSingle(distribution: Distribution): boolean {
  if (distribution.kind === 'categorical') return distribution.choices.length === 1;
  const { low, high, step } = distribution;
  return low === high || (step !== null && high - low < step);
}

/** The only value of a distribution that has no other. */
export function singleValue(distribution: Distribution): number {
  return distribution.kind === 'categorical' ? 0 : distribution.low;
}

export function isSameDistribution(a: Distribution, b: Distribution): boolean {
  if (a.kind === 'categorical')
    return (
      b.kind === 'categorical' &&
      a.choices.length === b.choices.length &&
      a.choices.every((choice, i) => Object.is(choice, b.choices[i]))
    );
  if (a.kind !== b.kind) return false;
  return a.low === b.low && a.high === b.high && a.log === b.log && a.step === b.step;
}
