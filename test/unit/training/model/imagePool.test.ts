// The pool of generated images: what discriminators see, and what is kept.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { disposeImages } from '../../../../engine/training/model/images.js';
import { disposePools, pooledImages, type ImagePools } from '../../../../engine/training/model/imagePool.js';
import { randomFrom } from '../../../../engine/random/random.js';
import { onCpu } from '../onCpu.js';

describe('a pool of generated images', () => {
  before(onCpu);

  /** Shows images 0, 1, 2 … to a pool; what was seen instead of each. */
  function seen(count: number, size: number, batch = 1): number[] {
    const random = randomFrom(4);
    let pools: ImagePools = new Map();
    const levels: number[] = [];
    for (let i = 0; i < count; i++) {
      const image = tf.tidy(() =>
        tf.add<tf.Tensor4D>(tf.reshape(tf.range(0, batch), [batch, 1, 1, 1]), i * batch),
      );
      const result = pooledImages(pools, ['dapi'], new Map([['dapi', image]]), size, random);
      ({ pools } = result);
      levels.push(...result.images.get('dapi')!.dataSync());
      disposeImages(result.images);
      image.dispose();
    }
    disposePools(pools);
    return levels;
  }

  it('shows images as they come until it is full', () => assert.deepEqual(seen(5, 5), [0, 1, 2, 3, 4]));

  it('of no size shows every image as it is', () => assert.deepEqual(seen(4, 0), [0, 1, 2, 3]));

  it('shows an older one about every other time, each at most once, and no image that is to come', () => {
    const levels = seen(400, 10);
    const old = levels.filter((level, i) => level !== i);
    assert.ok(old.length > 160 && old.length < 230, `${old.length} of 390`);
    assert.ok(levels.every((level, i) => level <= i));
    assert.equal(
      new Set(levels.slice(10).filter((level) => level >= 10)).size,
      levels.slice(10).filter((level) => level >= 10).length,
    );
  });

  it('takes the images of a batch one by one, and leaks nothing', () => {
    const before = tf.memory().numTensors;
    assert.deepEqual(seen(2, 4, 2), [0, 1, 2, 3]);
    assert.equal(seen(20, 3, 2).length, 40);
    assert.equal(tf.memory().numTensors, before);
  });
});
