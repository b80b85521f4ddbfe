// Table of samplers that a sweep can name.

import { openTable, type Row } from '../tables/openTable.js';
import type { SearchSpace } from '../sweep/distributions.js';
import type { Sampler } from '../sweep/sampler.js';
import type { Given, SAMPLER_OPTIONS } from './searchOptions.js';

export type SamplerOptions = Given<typeof SAMPLER_OPTIONS> & { readonly seed: number };

export interface SamplerRow extends Row {
  /** True if a trial's number is its place in the sampler's sequence: all workers then need the same seed. */
  readonly isSequence?: true;
  readonly open: (options: SamplerOptions, space: SearchSpace) => Sampler;
}

export const samplers = openTable<SamplerRow>('sampler');

/** Seed of a worker whose first trial has this number: each draws its own numbers, and the first those of the seed. */
export function seedOfWorker({ isSequence }: SamplerRow, seed: number, firstTrial: number): number {
  return isSequence ? seed : (seed + firstTrial) % 2 ** 32;
}
