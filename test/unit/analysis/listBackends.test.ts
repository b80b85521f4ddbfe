// The list of backends of this machine.

import assert from 'node:assert/strict';
import { listBackends } from '../../../engine/analysis/listBackends.js';

describe('the list of backends', () => {
  it('tests plain JavaScript only on request, and says so', async () => {
    const [cpu] = await listBackends({ selfTest: true, only: 'cpu' });
    assert.ok(cpu?.available);
    assert.equal(cpu.test, undefined);
    assert.match(cpu.notices.join(), /minutes for a tile\. "deepliif backends --only cpu" tests it/);
  });

  it('says nothing of tests that nobody asked for', async () => {
    const [cpu] = await listBackends({ selfTest: false, only: 'cpu' });
    assert.ok(cpu?.available);
    assert.deepEqual(cpu.notices, []);
  });
});
