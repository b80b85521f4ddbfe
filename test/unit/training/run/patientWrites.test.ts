// Writing that waits for room on a disk: how often it tries, and what ends the waiting.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { unwritable } from '../../../../engine/files/unwritable.js';
import { patientWrites } from '../../../../engine/training/run/patientWrites.js';
import { steering } from '../../../../engine/training/run/steering.js';

const full = () =>
  Promise.reject(unwritable('/run/file', Object.assign(new Error('full'), { code: 'ENOSPC' })));

describe('writing into a run', () => {
  it('tries a full disk again after a while, not all the time, also when it was told something', async () => {
    const steered = steering();
    let tries = 0;
    const write = patientWrites(steered, full, () => undefined, 40);
    const writing = write(() => {
      tries++;
      return full();
    });
    steered.tell({ command: 'pause' });
    await sleep(200);
    // The first, and one every 40 ms; after the first the alarm, for which there is no room either, goes before it.
    assert.ok(tries <= 6, `${tries} tries in 200 ms`);
    steered.tell({ command: 'stop' });
    await assert.rejects(writing, /the disk is full/);
    assert.deepEqual(steered.take(), 'stop');
  });

  it('tries at once when it is told something: somebody may have made room', async () => {
    const steered = steering();
    let isFull = true;
    const write = patientWrites(
      steered,
      () => Promise.resolve(),
      () => undefined,
      60_000,
    );
    const writing = write(() => (isFull ? full() : Promise.resolve('written')));
    await sleep(5);
    isFull = false;
    steered.tell({ command: 'continue' });
    assert.equal(await writing, 'written');
  });
});
