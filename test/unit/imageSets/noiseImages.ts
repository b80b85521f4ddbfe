// Folders of small images whose colour is that of their folder, for tests of sets of images.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePng } from '../../../engine/images/encode.js';
import { randomFrom } from '../../../engine/random/random.js';

const SIDE_PX = 40;

/** Writes `<folder>/<name>-<i>.png`, `count` of them. */
export async function writeNoise(
  folder: string,
  name: string,
  colour: readonly [number, number, number],
  count: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = randomFrom(colour[0] + 256 * colour[2]);
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from({ length: 3 * SIDE_PX * SIDE_PX }, (_, at) =>
      Math.max(0, Math.min(255, colour[at % 3]! + 20 * random.normal())),
    );
    await writePng({ width: SIDE_PX, height: SIDE_PX, channels: 3, data }, join(folder, `${name}-${i}.png`));
  }
}
