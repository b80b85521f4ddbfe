// Hyperband (Li et al. 2018): brackets of successive halving that begin to prune earlier or later. A trial's bracket
// follows from the names of study and trial, so that every worker agrees on it.

import { halvingPruner } from './halvingPruner.js';
import { KEEP, type Pruner } from './pruner.js';
import type { Study } from './sampler.js';
import { lastReport } from './trial.js';

export interface HyperbandOptions {
  /** Step of the first rung. */
  readonly leastResource: number;
  /** Steps of a whole trial; auto: one more than the longest complete trial reported. */
  readonly mostResource: number | 'auto';
  readonly reduction: number;
  readonly bootstrap: number;
}

const HYPERBAND_DEFAULTS: HyperbandOptions = {
  leastResource: 1,
  mostResource: 'auto',
  reduction: 3,
  bootstrap: 0,
};

export function hyperbandPruner(given: Partial<HyperbandOptions> = {}): Pruner {
  const options = { ...HYPERBAND_DEFAULTS, ...given };
  let budgets: readonly number[] | undefined;
  return (study, trial) => {
    // Decisions of the first complete trials stay, as it does in Optuna.
    budgets ??= bracketBudgets(study, options);
    if (!budgets) return KEEP;
    const bracket = bracketOf(study, trial.number, budgets);
    const prune = halvingPruner({
      leastResource: options.leastResource,
      reduction: options.reduction,
      earlyStopping: bracket,
      bootstrap: options.bootstrap,
    });
    return prune(studyOfBracket(study, bracket, budgets), trial);
  };
}

/** The study with the trials of one bracket: its rungs compare no others. */
function studyOfBracket(study: Study, bracket: number, budgets: readonly number[]): Study {
  const trials = study.trials.filter(({ number }) => bracketOf(study, number, budgets) === bracket);
  return { ...study, trials };
}

/** Shares of the trials that each bracket gets; undefined until a complete trial says how long trials are. */
function bracketBudgets(study: Study, options: HyperbandOptions): readonly number[] | undefined {
  const { leastResource, reduction } = options;
  const most = options.mostResource === 'auto' ? longest(study) : options.mostResource;
  if (most === undefined) return undefined;
  const count = Math.floor(Math.log(most / leastResource) / Math.log(reduction)) + 1;
  return Array.from({ length: count }, (_, bracket) => {
    const left = count - 1 - bracket;
    return Math.ceil((count * reduction ** left) / (left + 1));
  });
}

function bracketOf({ name }: Study, number: number, budgets: readonly number[]): number {
  const all = budgets.reduce((sum, budget) => sum + budget, 0);
  let place = crc32(`${name}_${number}`) % all;
  for (const [bracket, budget] of budgets.entries()) {
    place -= budget;
    if (place < 0) return bracket;
  }
  return 0;
}

function longest({ trials }: Study): number | undefined {
  const steps = trials.flatMap((trial) =>
    trial.state === 'complete' ? (lastReport(trial)?.step ?? []) : [],
  );
  return steps.length === 0 ? undefined : Math.max(...steps) + 1;
}

/** CRC-32 of zip and PNG, of the text's UTF-8 bytes. */
function crc32(text: string): number {
  let crc = -1;
  for (const byte of utf8(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ -1) >>> 0;
}

function* utf8(text: string): Generator<number> {
  for (const [escaped] of encodeURIComponent(text).matchAll(/%..|./g))
    yield escaped.length === 3 ? parseInt(escaped.slice(1), 16) : escaped.charCodeAt(0);
}
