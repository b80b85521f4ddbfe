// A name for each cell that stays the same in every export, so that tables, QuPath objects and later exports of
// the same image can be joined.

import { createHash } from 'node:crypto';
import type { CellRecord } from '../postprocessing/cellRecord.js';

/** UUID of version 5 (RFC 9562) from the image's checksum, the map and the cell's first pixel in scan order. */
export function cellUuid(imageSha256: string, map: string, { boundary }: CellRecord): string {
  const [x, y] = boundary[0]!;
  const bytes = createHash('sha1').update(`deepliif cell\n${imageSha256}\n${map}\n${x},${y}`).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
