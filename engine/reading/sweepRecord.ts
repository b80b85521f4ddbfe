// sweep.json, the record of a sweep: its configuration at the start. The engine checks the options of training in it when
// it works on the sweep; people who look at a sweep need its space, its objectives and when it ends.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import {
  dictionary,
  either,
  finite,
  list,
  oneOf,
  stored,
  text,
  truth,
  whole,
  type Shape,
  type Shaped,
} from '../protocol/shape.js';
import type { ParameterValue } from '../protocol/sweeps.js';
import { MOST_SWEEP_BYTES, MOST_SWEEP_CHOICES, MOST_SWEEP_PARAMETERS } from './limits.js';
import { readRecordFile } from './recordFile.js';

export const SWEEP_FILE = 'sweep.json';
export const JOURNAL_FILE = 'journal.log';

const ADVICE = 'The sweep is damaged: restore the file from a copy.';

/** Trials of a sweep whose configuration names no number. */
export const DEFAULT_TRIALS = 100;

const choice: Shape<ParameterValue> = either(either(text({ most: 1000 }), finite), truth);
const kind = stored({ kind: text({ most: 100 }) });

const config = stored(
  {
    name: text({ most: 200 }),
    space: dictionary(
      stored(
        {},
        { low: finite, high: finite, step: finite, log: truth, choices: list(choice, MOST_SWEEP_CHOICES) },
      ),
      MOST_SWEEP_PARAMETERS,
    ),
    objectives: list(stored({ metric: text({ most: 300 }), direction: oneOf('minimize', 'maximize') }), 4),
  },
  { sampler: kind, pruner: kind, trials: whole(1), hours: finite, patienceTrials: whole(1) },
);

/** Configuration of a sweep, as far as people who look at it need it. */
export type SweepRecord = Shaped<typeof config>;

/** sweep.json as it stands in the file; only the engine checks the options of training in its configurations. */
export interface SweepFile {
  readonly createdAt: string;
  readonly config: unknown;
  /** Number of the first trial with this configuration. */
  readonly fromTrial: number;
  /** Earlier configurations, the first one first. */
  readonly changes: readonly EarlierConfig[];
}

/** An earlier configuration; it is kept to be read by people, and is not checked again. */
export interface EarlierConfig {
  /** Number of the first trial that had it. */
  readonly fromTrial: number;
  readonly config: unknown;
}

/** Changes of the configuration that are kept. */
export const MOST_CHANGES = 1000;

const anything = (value: unknown) => value;
const fields = stored(
  { config: anything },
  {
    createdAt: text({ most: 40 }),
    fromTrial: whole(0),
    changes: list(stored({ fromTrial: whole(0), config: anything }), MOST_CHANGES),
  },
);

const file: Shape<SweepFile> = (value, where) => {
  const { schemaVersion } = value as Readonly<Record<string, unknown>>; // an object, as those of every record file
  if (schemaVersion !== 1)
    throw new EngineError(
      'usage',
      `${where}: is of another version of this program; schemaVersion must be 1.`,
    );
  const { config: given, createdAt = '', fromTrial = 0, changes = [] } = fields(value, where);
  return { createdAt, config: given, fromTrial, changes };
};

/** @throws EngineError `usage` for a folder that is no sweep, or whose record is broken or of another version */
export async function readSweepFile(folder: string): Promise<SweepFile> {
  const found = await readRecordFile(join(folder, SWEEP_FILE), file, {
    mostBytes: MOST_SWEEP_BYTES,
    advice: ADVICE,
  });
  if (found) return found;
  throw new EngineError(
    'usage',
    `${folder} is no sweep: it has no ${SWEEP_FILE}. Choose the folder of a sweep.`,
  );
}

/** @throws EngineError `usage` as readSweepFile, or for a configuration that says no space or no objectives */
export async function readSweepRecord(folder: string): Promise<SweepRecord> {
  const { config: given } = await readSweepFile(folder);
  return config(given, `${join(folder, SWEEP_FILE)}: config`);
}
