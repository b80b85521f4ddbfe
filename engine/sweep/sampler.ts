// What a sampler is: it decides the parameters of a new trial from the trials that there are.

import { contains, isSingle, singleValue, type Distribution } from './distributions.js';
import type { Direction, Trial } from './trial.js';

export interface Study {
  readonly name: string;
  /** One per objective. */
  readonly directions: readonly Direction[];
  /** In the order of their numbers. */
  readonly trials: readonly Trial[];
}

export interface Sampler {
  /** Parameters that are decided together when trial `number` begins (internal values); none if there is no reason to. */
  together(study: Study, number: number): ReadonlyMap<string, number>;
  /** One parameter that was not decided together. */
  alone(study: Study, number: number, name: string, distribution: Distribution): number;
  /** Sampler of one trial, for those that must wait for an answer; asked first, once for each trial. */
  forTrial?(study: Study, number: number): Promise<Sampler>;
}

/** Answers the parameters of one trial, one by one, in the order in which the trial asks for them. */
export interface Suggestions {
  /** Decided together, whether or not the trial asks for them. */
  readonly together: ReadonlyMap<string, number>;
  /** Internal value of a parameter. The same name always gets the same answer. */
  suggest(name: string, distribution: Distribution): number;
}

/** @param fixed values that the user has chosen for this trial; they overrule the sampler where they are allowed */
export function suggestionsFor(
  sampler: Sampler,
  study: Study,
  number: number,
  fixed: ReadonlyMap<string, number> = new Map(),
): Suggestions {
  const together = sampler.together(study, number);
  const given = new Map<string, number>();
  const decide = (name: string, distribution: Distribution): number => {
    const chosen = fixed.get(name);
    if (chosen !== undefined && contains(distribution, chosen)) return chosen;
    if (isSingle(distribution)) return singleValue(distribution);
    const value = together.get(name);
    if (value !== undefined && contains(distribution, value)) return value;
    return sampler.alone(study, number, name, distribution);
  };
  return {
    together,
    suggest: (name, distribution) => {
      const value = given.get(name) ?? decide(name, distribution);
      given.set(name, value);
      return value;
    },
  };
}
