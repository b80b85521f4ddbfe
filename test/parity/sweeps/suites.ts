// Parity suites of sweeps, by the files that they read.

import type { ParityCheck } from '../check.js';
import { importances } from './importances.js';
import { parzen } from './parzen.js';
import { pruners } from './pruners.js';
import { sequences } from './sequences.js';
import { databases, journals } from './storages.js';
import { eventFiles, events } from './tensorBoard.js';

export const SWEEP_SUITES: readonly {
  /** Name of the file in the first such folder, for people. */
  readonly usual: string;
  readonly files: RegExp;
  readonly suite: (root: string, file: string) => AsyncGenerator<ParityCheck>;
}[] = [
  { usual: 'tpe_parzen.json', files: /^tpe_parzen.*\.json$/, suite: parzen },
  { usual: 'tpe_sequences.json', files: /^(tpe|sampler|random).*sequences.*\.json$/, suite: sequences },
  { usual: 'tpe_multiobjective_constrained.json', files: /^tpe_(multi|constr).*\.json$/, suite: sequences },
  { usual: 'pruners.json', files: /^pruners.*\.json$/, suite: pruners },
  { usual: 'importances.json', files: /^importances.*\.json$/, suite: importances },
  { usual: 'journal_sample.log', files: /\.log$/, suite: journals },
  { usual: 'optuna_rdb_sample.db', files: /\.(db|sqlite3?)$/, suite: databases },
  { usual: 'tfevents.json', files: /^tfevents.*\.json$/, suite: events },
  { usual: 'events.out.tfevents.*', files: /^events\.out\.tfevents\./, suite: eventFiles },
];
