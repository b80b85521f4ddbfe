import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepName } from '../../../engine/queues/sweepId.js';
import { PROTOCOL, type TrialMessage } from '../../../engine/queues/trialMessage.js';
import { optionsHere } from '../../../engine/queues/workerFolder.js';

const OTHER_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('the folder of a worker', () => {
  let sweeps: string;
  let id: string;
  const message = (changes: Partial<TrialMessage> = {}): TrialMessage => ({
    ...{ protocol: PROTOCOL, sweep: 'nets', sweepId: id, trial: 3, paths: ['data'], wanted: 'train' },
    ...{ options: { lrG: 0.001 }, metrics: [] },
    ...changes,
  });

  beforeEach(async () => {
    sweeps = mkdtempSync(join(tmpdir(), 'deepliif-sweeps-'));
    const folder = join(sweeps, 'nets');
    mkdirSync(folder);
    const config = { name: 'nets', train: { data: '/lab/data' }, space: { lrG: { low: 1e-4, high: 1 } } };
    writeFileSync(join(folder, 'sweep.json'), JSON.stringify({ schemaVersion: 1, config }));
    id = (await sweepName(folder)).id;
  });
  afterEach(() => rmSync(sweeps, { recursive: true }));

  it('is that of the sweep on a shared disk; its paths are those of sweep.json', async () => {
    const { out, data, name, lrG } = await optionsHere(message(), { kind: 'shared', sweeps });
    assert.deepEqual([out, data, name, lrG], [join(sweeps, 'nets', 'runs'), '/lab/data', 'trial-3', 0.001]);
    const elsewhere = await optionsHere(message(), { kind: 'shared', sweeps, data: '/mnt/data' });
    assert.equal(elsewhere.data, '/mnt/data');
  });

  it('is refused if it holds another sweep of that name, or none', async () => {
    const shared = { kind: 'shared', sweeps } as const;
    await assert.rejects(optionsHere(message({ sweepId: OTHER_ID }), shared), /does not hold the sweep nets/);
    await assert.rejects(optionsHere(message({ sweep: 'other' }), shared), /does not hold the sweep other/);
  });

  it('is its own without a shared disk, one for each sweep', async () => {
    const own = { kind: 'own', out: '/scratch/runs', data: '/scratch/data' } as const;
    const { out, data } = await optionsHere(message({ sweepId: OTHER_ID }), own);
    assert.deepEqual([out, data], ['/scratch/runs/nets-0f8fad5b', '/scratch/data']);
    const needy = message({ paths: ['data', 'vgg19'] });
    await assert.rejects(optionsHere(needy, own), /needs vgg19.*Use --shared/);
  });
});
