// Fuzz targets of the image formats: broken PNG, JPEG, WebP and TIFF files go through `openImage`, as in the product.

import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openImage, type ColourHandling } from '../../engine/images/decode.js';
import { readWhole } from '../../engine/images/memory.js';
import type { FuzzTarget } from './target.js';
import { tiffKinds } from './tiffKinds.js';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/images/', import.meta.url));

/** Small files that together reach every path of each format's header parser and decoder. */
const SEEDS = {
  png: ['rgb.png', 'palette.png', 'interlaced.png', 'rgba16.png', 'profile.png'],
  jpeg: ['rgb.jpg', 'progressive.jpg', 'grey.jpg', 'cmyk.jpg', 'orientation6.jpg'],
  webp: ['lossy.webp', 'lossless.webp', 'rgba.webp'],
  tiff: [
    'rgb.tif',
    'lzw.tif',
    'jpeg.tif',
    'planes.tif',
    'tiled_bigtiff.tif',
    'pages.tif',
    'rgb16_big_endian.tif',
  ],
} as const;

/** One target per format, and one for the kinds of TIFF that are read by a plan. */
export async function imageTargets(): Promise<FuzzTarget[]> {
  const kinds = { name: 'tiff-kinds', seeds: await tiffKinds(), parse: parseImage };
  return [...(await formatTargets()), kinds];
}

function formatTargets(): Promise<FuzzTarget[]> {
  return Promise.all(
    Object.entries(SEEDS).map(async ([name, files]) => ({
      name,
      seeds: await Promise.all(
        files.map(async (file) => new Uint8Array(await readFile(join(FIXTURES, file)))),
      ),
      parse: parseImage,
    })),
  );
}

async function parseImage(bytes: Uint8Array): Promise<void> {
  const path = join(tmpdir(), `deepliif-fuzz-${randomUUID()}`);
  await writeFile(path, bytes);
  try {
    // The length of the input decides, so that a repeated mutation takes the same path.
    const colour: ColourHandling = bytes.length % 2 === 0 ? 'managed' : 'as-stored';
    const image = await openImage(path, { colour, memoryLimitBytes: 1_000_000 });
    try {
      if (image.width * image.height <= 1_000_000) await readWhole(image);
    } finally {
      await image.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
