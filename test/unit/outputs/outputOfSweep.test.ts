import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOfSweep } from '../../../engine/outputs/outputOfSweep.js';
import { MOST_OUTPUT_BYTES, OUTPUT_MIMES, sweepOutput } from '../../../engine/protocol/outputs.js';

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

  it('keeps its bound, and leaves out names that it cannot hold, with a word', async () => {
    const root = await mkdtemp(join(tmpdir(), 'deepliif-outputs-'));
    const journal = join(root, 'journal.log');
    await writeFile(journal, longJournal(30));
    const bundle = await outputOfSweep(journal, { notebookFolder: root });
    await rm(root, { recursive: true });
    const written = JSON.stringify(bundle[OUTPUT_MIMES.sweep]);
    const { parameters, top, notices } = sweepOutput(JSON.parse(written), 'output');
    assert.ok(Buffer.byteLength(written) <= MOST_OUTPUT_BYTES);
    assert.equal(parameters.length, 100);
    assert.ok(top.length > 0 && top.length < 20);
    assert.equal(Object.keys(top[0]!.params).length, 100);
    assert.match(notices.join(' '), /do not fit in an output/);
  });
});

/** Journal of trials with a hundred texts as parameters, one without a name, and one with too long a name. */
function longJournal(trials: number): string {
  const names = ['', 'x'.repeat(201), ...Array.from({ length: 100 }, (_, i) => `parameter ${i}`)];
  const choices = { name: 'CategoricalDistribution', attributes: { choices: ['y'.repeat(100)] } };
  const about = { worker_id: 'worker', distribution: JSON.stringify(choices), param_value_internal: 0 };
  const records = [
    { op_code: 0, worker_id: 'worker', study_name: 'long', directions: [1] },
    ...Array.from({ length: trials }, (_, trial_id) => [
      { op_code: 4, worker_id: 'worker', study_id: 0, datetime_start: '2026-01-01T00:00:00' },
      ...names.map((param_name) => ({ op_code: 5, ...about, trial_id, param_name })),
      { op_code: 6, worker_id: 'worker', trial_id, state: 1, values: [trial_id] },
    ]).flat(),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
