import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { outputOfSweep } from '../../../engine/outputs/outputOfSweep.js';
import { OUTPUT_MIMES, sweepOutput } from '../../../engine/protocol/outputs.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/sweeps/', import.meta.url));

describe('output of a sweep', () => {
  it('shows a journal of Optuna: states, history of the best value, best trials', async () => {
    const bundle = await outputOfSweep(`${FIXTURES}journal_sample.log`, { notebookFolder: FIXTURES });
    const output = sweepOutput(JSON.parse(JSON.stringify(bundle[OUTPUT_MIMES.sweep])), 'output');
    assert.equal(output.place.path, 'journal_sample.log');
    assert.deepEqual(output.counts, { complete: 6, pruned: 7, failed: 1, waiting: 1 });
    assert.equal(output.top[0]!.number, 12);
    assert.deepEqual(output.history.at(-1)!.slice(2), [output.top[0]!.values[0]]);
    assert.match(bundle['text/plain'] as string, /Best: trial 12/);
  });

  it('refuses a folder that is no sweep, and says what to choose', async () => {
    await assert.rejects(outputOfSweep(FIXTURES), /sweep\.json/);
  });
});
