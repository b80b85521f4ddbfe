// One class for each nucleus: networks give nuclei with grains of DAB, and the rims of dark ones, pixels of both classes, which would be
// counted as several cells.

import type { Raster } from '../protocol/raster.js';
import { isNucleusPixel } from './pixelClasses.js';
import type { PostProcessor } from './postProcessors.js';

export const classPerNucleus: PostProcessor = {
  id: 'one-class-per-nucleus',
  title: 'One class per nucleus',
  detail: 'All pixels of a connected piece of nucleus get the class that has more of it.',
  overlapPx: 64,
  needs: [],
  process(map) {
    oneClassPerNucleus(map);
    return map;
  },
};

/**
 * Gives all pixels of a piece of nucleus, connected along rows and columns, the class that has more of it: the sum of red against
 * the sum of blue.
 * @param map (H, W, 3), changed in place
 */
export function oneClassPerNucleus({ width, height, data }: Raster): void {
  const isNucleus = (i: number) => isNucleusPixel(data, 3 * i);
  const seen = new Uint8Array(width * height);
  const piece = new Int32Array(width * height);
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || !isNucleus(start)) continue;
    let [size, redMinusBlue] = [0, 0];
    const add = (i: number) => {
      if (seen[i] === 1 || !isNucleus(i)) return;
      seen[i] = 1;
      piece[size++] = i;
    };
    add(start);
    for (let next = 0; next < size; next++) {
      const i = piece[next]!;
      redMinusBlue += data[3 * i]! - data[3 * i + 2]!;
      const x = i % width;
      if (x > 0) add(i - 1);
      if (x < width - 1) add(i + 1);
      if (i >= width) add(i - width);
      if (i + width < seen.length) add(i + width);
    }
    const [more, less] = redMinusBlue >= 0 ? [0, 2] : [2, 0];
    for (const i of piece.subarray(0, size)) {
      data[3 * i + more] = Math.min(255, data[3 * i]! + data[3 * i + 2]!);
      data[3 * i + less] = 0;
    }
  }
}
