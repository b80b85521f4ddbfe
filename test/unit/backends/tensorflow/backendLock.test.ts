// Turns keep the one current backend of TensorFlow.js in order.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import {
  enterBackend,
  withBackendLock,
  leaveBackend,
} from '../../../../engine/backends/tensorflow/backendLock.js';
import { whatIsDue } from '../../../until.js';

/** A backend that computes nothing, and counts how often it was started and ended. */
function idle(log: string[]) {
  return () =>
    Promise.resolve({
      start: () => {
        log.push('start');
        return new (class extends tf.KernelBackend {
          override dispose = () => void log.push('end');
        })();
      },
      describe: () => 'idle',
    });
}

describe('turns', () => {
  const log: string[] = [];
  before(() => enterBackend('idle a', idle([])));
  before(() => enterBackend('idle b', idle([])));
  after(() => leaveBackend('idle a'));
  after(() => leaveBackend('idle b'));

  it('go one after the other, each with its own backend current', async () => {
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins on ${tf.getBackend()}`);
      await whatIsDue();
      seen.push(`${name} ends on ${tf.getBackend()}`);
    };
    await Promise.all([withBackendLock('idle a', work('first')), withBackendLock('idle b', work('second'))]);
    assert.deepEqual(seen, [
      'first begins on idle a',
      'first ends on idle a',
      'second begins on idle b',
      'second ends on idle b',
    ]);
  });

  it('go on after one that failed', async () => {
    await assert.rejects(
      withBackendLock('idle a', () => {
        throw new Error('broken');
      }),
      /broken/,
    );
    assert.equal(await withBackendLock('idle b', () => tf.getBackend()), 'idle b');
  });

  it('start a backend once for several users, and end it with the last', async () => {
    for (let i = 0; i < 2; i++) assert.equal(await enterBackend('idle c', idle(log)), 'idle');
    await leaveBackend('idle c');
    assert.deepEqual(log, ['start']);
    await leaveBackend('idle c');
    assert.deepEqual(log, ['start', 'end']);
    tf.removeBackend('idle c');
  });

  it('do not end a backend that other code had started', async () => {
    const ended: string[] = [];
    const { start } = await idle(ended)();
    tf.registerBackend('idle d', start);
    await tf.setBackend('idle d');
    await enterBackend('idle d', idle([]));
    await leaveBackend('idle d');
    assert.deepEqual(ended, ['start']);
    assert.equal(tf.getBackend(), 'idle d');
    tf.removeBackend('idle d');
  });

  it('leave nothing of a backend that does not start', async () => {
    const broken = () =>
      Promise.resolve({ start: () => Promise.reject(new Error('no device')), describe: () => '' });
    await assert.rejects(enterBackend('idle e', broken), /no device/);
    assert.equal(tf.findBackendFactory('idle e'), null);
    await enterBackend('idle e', idle([]));
    await leaveBackend('idle e');
    tf.removeBackend('idle e');
  });
});
