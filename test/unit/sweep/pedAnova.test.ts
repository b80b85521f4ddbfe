import assert from 'node:assert/strict';
import { pedAnova } from '../../../engine/sweep/pedAnova.js';
import { fixture, spaceOf, trialOf, type RecordedSequence } from './optunaRecords.js';

interface RecordedImportances {
  readonly sequence: string;
  readonly raw_local: Readonly<Record<string, number>>;
  readonly raw_global: Readonly<Record<string, number>>;
  readonly normalised: Readonly<Record<string, number>>;
}

const sequences = fixture('tpe_sequences.json').sequences as RecordedSequence[];
const cases = fixture('importances.json').cases as RecordedImportances[];

describe('PED-ANOVA gives the importances of Optuna 5:', () => {
  for (const recorded of cases)
    it(recorded.sequence, () => {
      const {
        space: described,
        trials,
        direction,
      } = sequences.find(({ name }) => name === recorded.sequence)!;
      const space = spaceOf(described);
      const study = {
        name: 'study',
        directions: [direction!],
        trials: trials.map((trial) => trialOf(trial, space)),
      };
      const local = pedAnova(study);
      assertClose(local.raw, recorded.raw_local);
      assertClose(local.shares, recorded.normalised);
      assertClose(pedAnova(study, { local: false }).raw, recorded.raw_global);
    });
});

function assertClose(actual: ReadonlyMap<string, number>, expected: Readonly<Record<string, number>>): void {
  assert.deepEqual([...actual.keys()].sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected))
    assert.ok(
      Math.abs(actual.get(name)! - value) <= 1e-9 * Math.abs(value) + 1e-15,
      `${name}: ${actual.get(name)} instead of ${value}`,
    );
}
