// Search spaces that trials have in common, for samplers that decide several parameters together.

import { isSameDistribution, isSingle, type Distribution, type SearchSpace } from './distributions.js';
import { isFinished, type Trial } from './trial.js';

/** Parameters that every finished trial has, with the same distribution, sorted by name; those of one value left out. */
export function intersectionSpace(trials: readonly Trial[]): SearchSpace {
  let common: Map<string, Distribution> | undefined;
  for (const { distributions } of trials.filter(isFinished)) {
    if (!common) common = new Map(distributions);
    else
      for (const [name, distribution] of common) {
        const other = distributions.get(name);
        if (!other || !isSameDistribution(distribution, other)) common.delete(name);
      }
  }
  return variable(sortedSpace(common ?? new Map()));
}

/**
 * Parameters in groups that always occur together: the sets of parameters of all finished trials, split where one trial
 * has a part of another's. Each group is sorted by name; parameters of one value are left out.
 */
export function groupedSpaces(trials: readonly Trial[]): readonly SearchSpace[] {
  let groups: Map<string, Distribution>[] = [];
  for (const { distributions } of trials.filter(isFinished)) {
    let rest = new Map(distributions);
    const split: Map<string, Distribution>[] = [];
    for (const group of groups) {
      const inBoth = new Map([...group].filter(([name]) => rest.has(name)));
      const onlyHere = new Map([...group].filter(([name]) => !rest.has(name)));
      rest = new Map([...rest].filter(([name]) => !group.has(name)));
      for (const part of [inBoth, onlyHere]) if (part.size > 0) split.push(part);
    }
    if (rest.size > 0) split.push(rest);
    groups = split;
  }
  return groups.map((group) => variable(sortedSpace(group))).filter((space) => space.size > 0);
}

function sortedSpace(space: SearchSpace): SearchSpace {
  return new Map([...space].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function variable(space: SearchSpace): SearchSpace {
  return new Map([...space].filter(([, distribution]) => !isSingle(distribution)));
}
