// Colours of a JPEG tile whose markers say nothing: its samples tell. Cb and Cr lie near 128; in a picture of tissue on
// glass, green and blue lie near red. Aperio writes RGB without a marker, others write YCbCr without one.

import { allowDecoder, loadCodec } from './codec.js';
import type { ReadBytes } from './imageFile.js';
import type { TiffContent } from './tiffCopy.js';
import { PHOTOMETRIC, TAG } from './tiffTags.js';

const DECODER = 'VipsForeignLoadJpeg';
const MOST_TILES = 3;
const MOST_TILE_BYTES = 16 * 1024 * 1024;
const MOST_TILE_PIXELS = 4096 * 4096;
const NEUTRAL_CHROMA = 128;
/** Adobe's marker that makes the decoder leave the samples as they are. */
const NO_TRANSFORM = Buffer.from('\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');
const SOI = Buffer.of(0xff, 0xd8);

/** Photometric interpretation that fits the first tiles; the declared one where they cannot be decoded alone. */
export async function tileColours(
  bytesAt: ReadBytes,
  { fields, blocks }: TiffContent,
  declared: number,
): Promise<number> {
  allowDecoder(DECODER);
  const codec = await loadCodec();
  const tables = Buffer.from(fields.get(TAG.jpegTables) ?? []).subarray(2, -2); // without its start and end
  let fromNeutral = 0;
  let fromFirst = 0;
  const tiles = blocks.filter(({ length }) => length > 2 && length <= MOST_TILE_BYTES).slice(0, MOST_TILES);
  for (const { offset, length } of tiles) {
    const tile = (await bytesAt(offset, length)).subarray(2);
    const samples = await codec(Buffer.concat([SOI, NO_TRANSFORM, tables, tile]), {
      failOn: 'error',
      limitInputPixels: MOST_TILE_PIXELS,
      ignoreIcc: true,
    })
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(() => undefined);
    if (samples?.info.channels !== 3) continue;
    const { data } = samples;
    for (let i = 0; i + 2 < data.length; i += 3) {
      const [first, second, third] = [data[i]!, data[i + 1]!, data[i + 2]!];
      fromNeutral += Math.abs(second - NEUTRAL_CHROMA) + Math.abs(third - NEUTRAL_CHROMA);
      fromFirst += Math.abs(second - first) + Math.abs(third - first);
    }
  }
  if (fromNeutral === fromFirst) return declared;
  return fromNeutral < fromFirst ? PHOTOMETRIC.ycbcr : PHOTOMETRIC.rgb;
}
