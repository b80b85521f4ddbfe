import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCheckpoint } from '../../../engine/reading/findCheckpoint.js';
import { listCheckpoints, stepName } from '../../../engine/reading/runCheckpoints.js';

describe('the checkpoints of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-checkpoints-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const make = async (...names: readonly string[]) => {
    for (const name of names) await mkdir(join(folder, 'checkpoints', name), { recursive: true });
  };

  it('are listed by step, the last first, then those that are kept for a reason', async () => {
    await make(stepName(5), 'best', stepName(1_000_000_000), stepName(40), 'before-divergence', '.partial');
    assert.deepEqual(
      (await listCheckpoints(folder)).map(({ name, step }) => step ?? name),
      [1_000_000_000, 40, 5, 'before-divergence', 'best'],
    );
  });

  it('are found by name, by step, as the last and as the best one', async () => {
    await make(stepName(5), stepName(40));
    assert.equal(await findCheckpoint(folder, 'last'), stepName(40));
    assert.equal(await findCheckpoint(folder, 'best'), stepName(40), 'there is no best one yet');
    assert.equal(await findCheckpoint(folder, '5'), stepName(5));
    assert.equal(await findCheckpoint(folder, 'step-5'), stepName(5));
    assert.equal(await findCheckpoint(folder, stepName(5)), stepName(5));
    await make('best', 'before-divergence');
    assert.equal(await findCheckpoint(folder, 'best'), 'best');
    assert.equal(await findCheckpoint(folder, 'before-divergence'), 'before-divergence');
  });

  it('that are not there are refused with those that are', async () => {
    await assert.rejects(findCheckpoint(folder, 'last'), /has no checkpoint yet/);
    await make(stepName(5), 'best');
    await assert.rejects(findCheckpoint(folder, '6'), {
      code: 'usage',
      message: /has no checkpoint 6; there are step-000000005, best\. Name one of these\./,
    });
  });
});
