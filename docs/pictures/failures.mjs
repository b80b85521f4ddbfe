// `npm run build && node docs/pictures/failures.mjs DATA`: makes the picture of images that the bundled model was not made for.
// DATA holds ihc-colon-fhl2.png, bigras-ki67-ck, openslide-ki67 and tnbc-he.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, parse } from 'node:path';
import sharp from 'sharp';

const SIDE = 300;
const GAP = 4;
const IMAGES = [
  'ihc-colon-fhl2.png',
  'bigras-ki67-ck/sample.tif',
  'openslide-ki67/OS-1-detail.ome.tif',
  'tnbc-he/images/02_2.jpg',
];

const data = process.argv[2];
if (data === undefined) throw new Error('usage: node docs/pictures/failures.mjs DATA');
const out = await mkdtemp(join(tmpdir(), 'deepliif-failures-'));
try {
  const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
  const tiles = [];
  for (const [index, image] of IMAGES.entries()) {
    execFileSync(process.execPath, [cli, 'infer', join(data, image), '--mpp', '0.25', '--out', out], {
      stdio: 'inherit',
    });
    const input = await sharp(join(out, parse(basename(image)).name, 'SegOverlaid.png'))
      .extract({ left: 0, top: 0, width: 400, height: 400 })
      .resize(SIDE, SIDE)
      .png()
      .toBuffer();
    tiles.push({ input, left: index * (SIDE + GAP), top: 0 });
  }
  await sharp({
    create: {
      width: IMAGES.length * (SIDE + GAP) - GAP,
      height: SIDE,
      channels: 3,
      background: 'white',
    },
  })
    .composite(tiles)
    .webp({ quality: 75 })
    .toFile(join(import.meta.dirname, 'failures.webp'));
} finally {
  await rm(out, { recursive: true, force: true });
}
