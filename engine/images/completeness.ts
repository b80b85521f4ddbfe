// Whether an image file ends before its end. Asked only about files that failed to decode, to tell people whether
// to copy the file again (cut off) or to look for another one (damaged).

import { open } from 'node:fs/promises';
import type { ImageFormat, ReadBytes } from './imageHeader.js';
import { byteReader } from './readHeader.js';
import { firstDirectory } from './tiffDirectory.js';

const MOST_BLOCKS = 1 << 20;

/** True when the file lacks its last part. */
export async function isCutOff(path: string, format: ImageFormat): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    return await LACKS_END[format](byteReader(handle), size);
  } finally {
    await handle.close();
  }
}

const LACKS_END: Readonly<Record<ImageFormat, (bytesAt: ReadBytes, fileBytes: number) => Promise<boolean>>> =
  {
    /** Chunk after chunk up to IEND. */
    async png(bytesAt, fileBytes) {
      let offset = 8;
      for (let chunk = 0; chunk < MOST_BLOCKS; chunk++) {
        const head = await bytesAt(offset, 8);
        if (head.length < 8) return true;
        offset += 12 + head.readUInt32BE(0);
        if (offset > fileBytes) return true;
        if (head.toString('latin1', 4) === 'IEND') return false;
      }
      return false;
    },
    /** The end-of-image marker may be followed by padding or a thumbnail. */
    async jpeg(bytesAt, fileBytes) {
      const from = Math.max(0, fileBytes - 65_536);
      return !(await bytesAt(from, fileBytes - from)).includes('\xff\xd9', 0, 'latin1');
    },
    async webp(bytesAt, fileBytes) {
      return (await bytesAt(4, 4)).readUInt32LE(0) + 8 > fileBytes;
    },
    /** Every value of the directory, and every strip or tile, has to lie inside the file. */
    async tiff(bytesAt, fileBytes) {
      const [STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES] = [273, 279, 324, 325] as const;
      const tags = [STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES];
      const directory = await firstDirectory(bytesAt, tags, MOST_BLOCKS);
      if (!directory || directory.end > fileBytes) return true;
      const { fields } = directory;
      const offsets = fields.get(TILE_OFFSETS) ?? fields.get(STRIP_OFFSETS) ?? [];
      const lengths = fields.get(TILE_BYTES) ?? fields.get(STRIP_BYTES) ?? [];
      return offsets.some((offset, i) => offset + (lengths[i] ?? 0) > fileBytes);
    },
  };
