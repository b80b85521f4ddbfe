// Parity suites of sweeps, by the file that they read.

import type { ParityCheck } from '../check.js';
import { importances } from './importances.js';
import { parzen } from './parzen.js';
import { pruners } from './pruners.js';
import { sequences } from './sequences.js';

export const SWEEP_SUITES: readonly {
  readonly file: string;
  readonly suite: (root: string, file: string) => AsyncGenerator<ParityCheck>;
}[] = [
  { file: 'tpe_parzen.json', suite: parzen },
  { file: 'tpe_sequences.json', suite: sequences },
  { file: 'tpe_multiobjective_constrained.json', suite: sequences },
  { file: 'pruners.json', suite: pruners },
  { file: 'importances.json', suite: importances },
];
