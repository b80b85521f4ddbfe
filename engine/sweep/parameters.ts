// Parameters of a sweep: what each may be, and in which trials it occurs at all.

import { externalValue, type Choice, type Distribution, type SearchSpace } from './distributions.js';

/** Values that other parameters, by name, must have. */
export type Condition = Readonly<Record<string, readonly Choice[]>>;

export interface Parameter {
  readonly distribution: Distribution;
  /** Empty: the parameter is in every trial. */
  readonly when: Condition;
}

/** Parameters in the order in which a trial asks for them: a condition names earlier ones. */
export type Parameters = ReadonlyMap<string, Parameter>;

/**
 * Internal values of a trial: of every parameter whose condition holds, in order.
 * @param suggest answers with an internal value
 */
export function suggestAll(
  parameters: Parameters,
  suggest: (name: string, distribution: Distribution) => number,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [name, { distribution, when }] of parameters) {
    const applies = Object.entries(when).every(([other, allowed]) => {
      const value = values.get(other);
      return (
        value !== undefined && allowed.includes(externalValue(parameters.get(other)!.distribution, value))
      );
    });
    if (applies) values.set(name, suggest(name, distribution));
  }
  return values;
}

/** Values that each parameter may have, whatever its condition. */
export function spaceOf(parameters: Parameters): SearchSpace {
  return new Map([...parameters].map(([name, { distribution }]) => [name, distribution]));
}

/** External values by name, as configurations hold them. */
export function externalValues(
  space: SearchSpace,
  values: ReadonlyMap<string, number>,
): Readonly<Record<string, Choice>> {
  return Object.fromEntries(
    [...values].map(([name, value]) => [name, externalValue(space.get(name)!, value)]),
  );
}
