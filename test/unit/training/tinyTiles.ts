// Images of training data whose tiles have numbers: those of one number are alike.

import sharp from 'sharp';

export const SIDE = 16;

/** Writes a PNG of tiles side by side. */
export async function writeTiles(file: string, numbers: readonly number[]): Promise<void> {
  const tiles = numbers.map((n) =>
    Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * (7 * n + 3)) % 253),
  );
  const width = numbers.length * SIDE;
  const pixels = Buffer.alloc(3 * width * SIDE);
  tiles.forEach((tile, t) => {
    for (let y = 0; y < SIDE; y++)
      pixels.set(tile.slice(3 * SIDE * y, 3 * SIDE * (y + 1)), 3 * (y * width + t * SIDE));
  });
  await sharp(pixels, { raw: { width, height: SIDE, channels: 3 } }).toFile(file);
}
