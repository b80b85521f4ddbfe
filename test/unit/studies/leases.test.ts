import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOrphan, LEASE_MS, takeLease } from '../../../engine/studies/leases.js';

describe('the lease of a trial', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-lease-'));
    mkdirSync(join(folder, 'leases'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held while its worker lives, and free afterwards', async () => {
    const lease = await takeLease(folder, 3, 'deepliif-a');
    assert.equal(await isOrphan(folder, 3), false);
    await lease.release();
    assert.equal(await isOrphan(folder, 3), true);
  });

  it('stays with the worker that took it over while the first one slept', async () => {
    const first = await takeLease(folder, 3, 'deepliif-a');
    const second = await takeLease(folder, 3, 'deepliif-b');
    await first.release();
    assert.equal(await isOrphan(folder, 3), false);
    await second.release();
    assert.equal(await isOrphan(folder, 3), true);
  });

  it('is free at once if its process on this machine is gone', async () => {
    const file = join(folder, 'leases/trial-1.json');
    writeFileSync(file, JSON.stringify({ worker: 'deepliif-a', host: hostname(), pid: 2 ** 22 + 1 }));
    assert.equal(await isOrphan(folder, 1), true);
  });

  it('is free after some time if its process is on another machine', async () => {
    const file = join(folder, 'leases/trial-1.json');
    writeFileSync(file, JSON.stringify({ worker: 'deepliif-a', host: 'elsewhere', pid: 1 }));
    assert.equal(await isOrphan(folder, 1), false);
    const long = new Date(Date.now() - LEASE_MS - 1000);
    utimesSync(file, long, long);
    assert.equal(await isOrphan(folder, 1), true);
  });
});
