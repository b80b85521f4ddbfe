// Picture of docs/rendering.md: the IHC tiles of the first twelve rows of `deepliif data render`.
// node docs/pictures/rendered.mjs FOLDER

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const [COLUMNS, ROWS, TILE_PX] = [4, 3, 300];
const folder = join(process.argv[2], 'train');
const files = readdirSync(folder)
  .sort()
  .slice(0, COLUMNS * ROWS);
const tiles = await Promise.all(
  files.map(async (name) => {
    const { height } = await sharp(join(folder, name)).metadata();
    const first = { left: 0, top: 0, width: height, height };
    return sharp(join(folder, name)).extract(first).resize(TILE_PX).png().toBuffer();
  }),
);
await sharp({
  create: { width: COLUMNS * TILE_PX, height: ROWS * TILE_PX, channels: 3, background: '#ffffff' },
})
  .composite(
    tiles.map((input, i) => ({
      input,
      left: (i % COLUMNS) * TILE_PX,
      top: Math.floor(i / COLUMNS) * TILE_PX,
    })),
  )
  .webp({ quality: 80 })
  .toFile(join(import.meta.dirname, 'rendered.webp'));
