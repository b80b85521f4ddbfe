// Writing that waits for room on a disk: how often it tries, and what ends the waiting.

import assert from 'node:assert/strict';
import { unwritable } from '../../../../engine/files/unwritable.js';
import { patientWrites } from '../../../../engine/training/run/patientWrites.js';
import { steering } from '../../../../engine/training/run/steering.js';
import { until, whatIsDue } from '../../../until.js';

const full = () =>
  Promise.reject(unwritable('/run/file', Object.assign(new Error('full'), { code: 'ENOSPC' })));

describe('writing into a run', () => {
  /** Writing onto a disk that stays full; there is no room for the alarm either. */
  const inVain = (retryMs: number) => {
    const steered = steering();
    const tried = { times: 0 };
    const failing = () => {
      tried.times++;
      return full();
    };
    const writing = patientWrites(steered, failing, () => undefined, retryMs)(failing);
    const stop = async () => {
      steered.tell({ command: 'stop' });
      await assert.rejects(writing, /the disk is full/);
      assert.deepEqual(steered.take(), 'stop');
    };
    return { steered, tried, stop };
  };

  it('tries a full disk again after a while', async () => {
    const { tried, stop } = inVain(1);
    await until(() => tried.times > 5, 'another try');
    await stop();
  });

  it('does not try all the time, also when it was told something', async () => {
    const { steered, tried, stop } = inVain(60_000);
    steered.tell({ command: 'pause' });
    await whatIsDue();
    // The file and the alarm at first, and one of them when it was told something.
    assert.ok(tried.times <= 3, `${tried.times} tries`);
    await stop();
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
    await whatIsDue();
    isFull = false;
    steered.tell({ command: 'continue' });
    assert.equal(await writing, 'written');
  });
});
