// Importances by PED-ANOVA against Optuna's (`importances.json`, of the studies in `tpe_sequences.json`).

import { readdirSync } from 'node:fs';
import { pedAnova } from '../../../engine/sweep/pedAnova.js';
import { within, type ParityCheck } from '../check.js';
import {
  directionsOf,
  recorded,
  relativeDifference,
  spaceOfSequence,
  trialOf,
  type RecordedSequence,
} from './optunaRecords.js';
import { TOLERANCE } from './parzen.js';

type ByParameter = Readonly<Record<string, number>>;

interface RecordedImportances {
  readonly sequence: string;
  readonly raw_local: ByParameter;
  readonly raw_global: ByParameter;
  readonly normalised: ByParameter;
}

/** Sequences of all files in the folder. */
async function sequencesIn(root: string): Promise<readonly RecordedSequence[]> {
  const files = readdirSync(root).filter((name) => /^tpe_.*\.json$/.test(name));
  const all = await Promise.all(
    files.map((file) => recorded<{ readonly sequences?: readonly RecordedSequence[] }>(root, file)),
  );
  return all.flatMap(({ sequences = [] }) => sequences);
}

export async function* importances(root: string, file: string): AsyncGenerator<ParityCheck> {
  const { cases } = await recorded<{ readonly cases: readonly RecordedImportances[] }>(root, file);
  const all = await sequencesIn(root);
  for (const one of cases) {
    const sequence = all.find(({ name }) => name === one.sequence);
    if (!sequence) throw new Error(`no file of sequences has ${one.sequence}`);
    const space = spaceOfSequence(sequence);
    const trials = sequence.trials.map((trial) => trialOf(trial, space));
    const study = { name: sequence.name, directions: directionsOf(sequence), trials };
    const local = pedAnova(study);
    yield check('local', local.raw, one.raw_local);
    yield check('global', pedAnova(study, { local: false }).raw, one.raw_global);
    yield check('normalised', local.shares, one.normalised);

    function check(what: string, actual: ReadonlyMap<string, number>, expected: ByParameter): ParityCheck {
      const values = Object.keys(expected).map((name) => actual.get(name) ?? NaN);
      const difference = relativeDifference(values, Object.values(expected));
      return within(
        `${one.sequence} · ${what}`,
        actual.size === values.length ? difference : Infinity,
        TOLERANCE,
      );
    }
  }
}
