// Compressions of TIFF that the decoder does not know, by the name that a user knows.

import { unreadable } from './imageFile.js';
import { TAG, valueOf, type TiffFields } from './tiffTags.js';

const NOT_READ: Readonly<Record<number, string>> = {
  22610: 'JPEG XR',
  33003: 'JPEG 2000 (Aperio)',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000 (Aperio)',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'lossy JPEG (DNG)',
  34925: 'LZMA',
  34926: 'Zstandard',
  34927: 'WebP',
  34933: 'PNG',
  34934: 'JPEG XR',
  50000: 'Zstandard',
  50001: 'WebP',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

/** @throws EngineError image-unreadable */
export function refuseCompression(fields: TiffFields, path: string): void {
  const compression = valueOf(fields, TAG.compression, 1);
  const name = NOT_READ[compression];
  if (name !== undefined)
    throw unreadable(
      path,
      `its pixels are compressed as ${name} (compression ${compression} of TIFF), which is not read. ` +
        'Export it from QuPath, Fiji or the scanner’s software as a TIFF with JPEG, LZW or no compression.',
    );
}
