// Pools of generated images of earlier steps (Shrivastava et al. 2017; docs/reference.md 4, CycleGAN): discriminators see
// one of them every other time, so that they do not forget what generators did before.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { imageOf, type Images } from './images.js';
import type { Random } from '../../random/random.js';

/** Images (1, H, W, 3) by name; they belong to the owner of the pools. */
export type ImagePools = ReadonlyMap<string, readonly Tensor4D[]>;

/**
 * Images that discriminators see in the place of `made`: while a pool is not full, an image goes in and is seen; later it
 * is seen as it is, or takes the place of an old one, which is seen instead.
 *
 * Takes the pools over and gives their successors; the images belong to the caller.
 */
export function pooledImages(
  pools: ImagePools,
  names: readonly string[],
  made: Images,
  size: number,
  random: Random,
): { readonly pools: ImagePools; readonly images: Images } {
  const next = new Map(pools);
  const images = new Map<string, Tensor4D>();
  for (const name of names) {
    const batch = imageOf(made, name);
    if (size === 0) {
      images.set(name, batch.clone());
      continue;
    }
    const pool = [...(next.get(name) ?? [])];
    const seen = tf
      .split<Tensor4D>(batch, batch.shape[0], 0)
      .map((image) => exchanged(pool, image, size, random));
    next.set(name, pool);
    images.set(name, tf.concat(seen, 0));
    tf.dispose(seen);
  }
  return { pools: next, images };
}

/** Takes `image` over; the result belongs to the caller. Images of another size than those of the pool stay out of it. */
function exchanged(pool: Tensor4D[], image: Tensor4D, size: number, random: Random): Tensor4D {
  if (pool.length < size) {
    pool.push(image);
    return image.clone();
  }
  if (random.uniform() < 0.5) return image;
  const place = random.below(pool.length);
  const old = pool[place]!;
  if (old.shape.join() !== image.shape.join()) return image;
  pool[place] = image;
  return old;
}

export function disposePools(pools: ImagePools): void {
  for (const pool of pools.values()) tf.dispose([...pool]);
}
