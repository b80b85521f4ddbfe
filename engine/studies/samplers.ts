// Table of samplers that a sweep can name.

import { openTable, type Row } from '../tables/openTable.js';
import type { SearchSpace } from '../sweep/distributions.js';
import type { Sampler } from '../sweep/sampler.js';

export interface SamplerOptions {
  readonly seed: number;
  readonly startupTrials?: number | undefined;
  readonly candidates?: number | undefined;
  readonly multivariate?: boolean | undefined;
  readonly group?: boolean | undefined;
  readonly constantLiar?: boolean | undefined;
  /** Values of a range without steps on a grid. */
  readonly gridPoints?: number | undefined;
}

export interface SamplerRow extends Row {
  readonly open: (options: SamplerOptions, space: SearchSpace) => Sampler;
}

export const samplers = openTable<SamplerRow>('sampler');
