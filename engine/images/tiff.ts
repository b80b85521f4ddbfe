// Image reader: TIFF and BigTIFF.

import { libvipsReader } from './libvipsReader.js';
import { firstDirectory } from './tiffDirectory.js';
import { tidyPage, tiffContent } from './tiffCopy.js';
import { tiffPages } from './tiffPages.js';
import { tiffPlan } from './tiffPlan.js';

const [STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES] = [273, 279, 324, 325] as const;
/** Limit on the strips or tiles that are checked; no real file has more. */
const MOST_BLOCKS = 1 << 20;

/** Larger files may have strips that libtiff refuses without the option for unlimited memory. */
const LARGE_STRIP_BYTES = 32 * 1024 * 1024;

export const tiff = libvipsReader({
  id: 'tiff',
  title: 'TIFF',
  // Scanners of Aperio and Hamamatsu write TIFF under names of their own.
  endings: ['.tif', '.tiff', '.svs', '.ndpi'],
  decoder: 'VipsForeignLoadTiff',
  wholeKind: 'a TIFF with separate colour planes',
  unlimitedFromBytes: LARGE_STRIP_BYTES,
  isTurnedByPillow: true,
  recognises: (start) => /^(II[*+]\0|MM\0[*+])/.test(start.toString('latin1', 0, 4)),
  header: (bytesAt, path, fileBytes) => tiffPlan(bytesAt, fileBytes, path),
  async tidied(bytesAt, fileBytes, path) {
    const [first] = await tiffPages(bytesAt);
    return first && tidyPage(await tiffContent(bytesAt, fileBytes, path, first));
  },
  /** Every value of the directory, and every strip or tile, has to lie inside the file. */
  async isCutOff(bytesAt, fileBytes) {
    const tags = [STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES];
    const directory = await firstDirectory(bytesAt, tags, MOST_BLOCKS);
    if (!directory || directory.end > fileBytes) return true;
    const { fields } = directory;
    const offsets = fields.get(TILE_OFFSETS) ?? fields.get(STRIP_OFFSETS) ?? [];
    const lengths = fields.get(TILE_BYTES) ?? fields.get(STRIP_BYTES) ?? [];
    return offsets.some((offset, i) => offset + (lengths[i] ?? 0) > fileBytes);
  },
});
