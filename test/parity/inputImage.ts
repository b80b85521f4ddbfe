// Reads an input picture of the fixtures in the form that networks take.

import { openImage } from '../../engine/images/decode.js';
import { readWhole } from '../../engine/images/memory.js';
import { rasterToPlanes } from '../../engine/inference/normalise.js';
import { type Images } from './fixtureTensors.js';

/** PNG, RGB → (1, 3, H, W) in [-1, 1]. */
export async function readInputImage(path: string): Promise<Images> {
  const source = await openImage(path, { colour: 'as-stored' });
  try {
    const { channels, height, width, data } = rasterToPlanes(await readWhole(source));
    return { shape: [1, channels, height, width], data };
  } finally {
    await source.close();
  }
}
