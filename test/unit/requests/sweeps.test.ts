import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepName } from '../../../engine/queues/sweepId.js';
import { processOfSweep } from '../../../engine/reading/cardOfSweep.js';
import { sweepEnqueue } from '../../../engine/requests/sweeps.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';

describe('a request about a sweep whose process has ended', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-requests-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('does not train the trials of a queue on this machine, and says how to resume them', async () => {
    const config = sweepConfig({ name: 's', space: { lrG: { low: 1e-4, high: 1 } } }, 's.json', '/');
    const folder = await createSweep(config, root, new Date(0));
    await sweepName(folder);
    await assert.rejects(
      sweepEnqueue({ folder, values: { lrG: 0.1 } }),
      /Trial 0 waits\. .*deepliif sweep resume .* --queue ADDRESS/,
    );
    assert.equal((await processOfSweep(folder)).is, 'none');
  });
});
