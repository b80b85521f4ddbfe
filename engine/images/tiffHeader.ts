// A page of a TIFF file (TIFF 6.0 and BigTIFF): size, samples and layout, from its image file directory.

import { unreadable } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import { TAG, type TiffFields } from './tiffTags.js';

/** A strip or tile is decoded at once; real ones are far smaller. */
const LARGEST_BLOCK_BYTES = 256 * 1024 * 1024;

/** Photometric interpretation → meaning and number of colour samples. */
const COLOURS: Readonly<Record<number, readonly [ImageHeader['colour'], samples: number]>> = {
  0: ['grey', 1],
  1: ['grey', 1],
  2: ['rgb', 3],
  3: ['rgb', 1], // palette
  5: ['cmyk', 4],
  6: ['rgb', 3], // YCbCr; the decoder turns it into RGB
  8: ['other', 3], // CIE L*a*b*
};

const SAMPLE_FORMATS = [
  'unsigned',
  'unsigned',
  'signed',
  'floating-point',
  'undefined',
  'complex',
  'complex',
];

/** @throws EngineError image-unreadable for a kind of picture that is not read. */
export function tiffHeader(fields: TiffFields, path: string): ImageHeader {
  const first = (tag: number, fallback: number) => fields.get(tag)?.[0] ?? fallback;
  const width = first(TAG.width, 0);
  const height = first(TAG.height, 0);
  const bits = fields.get(TAG.bitsPerSample) ?? [1];
  const samples = first(TAG.samplesPerPixel, 1);
  const format = first(TAG.sampleFormat, 1);
  const bitsPerSample = bits[0] ?? 1;

  if (format !== 1 || ![1, 2, 4, 8, 16].includes(bitsPerSample))
    throw unreadable(
      path,
      `it is a TIFF of ${bitsPerSample}-bit ${SAMPLE_FORMATS[format] ?? 'unknown'} samples. ` +
        'Expected 8 or 16 bits, unsigned; convert it first.',
    );
  const [colour, colourSamples] = COLOURS[first(TAG.photometric, 1)] ?? ['other', 0];
  if (colourSamples === 0 || samples < colourSamples || (colour === 'cmyk' && bitsPerSample !== 8))
    throw unreadable(
      path,
      `it is a TIFF with ${samples} samples of ${bitsPerSample} bits and colour type ${first(TAG.photometric, 1)}. ` +
        'Expected a grey, palette, RGB or 8-bit CMYK image; export it as RGB.',
    );
  const extra = samples - colourSamples;
  if (colour === 'grey' && extra > 1)
    throw unreadable(
      path,
      `it is a TIFF with ${samples} separate channels. Expected one picture; export it as RGB.`,
    );

  const sampleBytes = Math.ceil(bitsPerSample / 8);
  const blockSamples = first(TAG.planarConfiguration, 1) === 2 ? 1 : samples;
  const tilePx = first(TAG.tileWidth, 0) * first(TAG.tileHeight, 0);
  const stripRows = Math.min(first(TAG.rowsPerStrip, height), height);
  if (tilePx * blockSamples * sampleBytes > LARGEST_BLOCK_BYTES)
    throw unreadable(
      path,
      `its tiles are declared as ${tilePx} pixels each. It is damaged, or needs to be tiled anew.`,
    );
  return {
    width,
    height,
    bitsPerSample,
    colour,
    // 1 and 2 mean opacity; readers agree on opacity also if the tag is missing.
    ignoredChannels: extra > 0 && first(TAG.extraSamples, 2) === 0 ? extra : Math.max(0, extra - 1),
    // Separate colour planes in tall strips cannot be read row by row.
    wholeImageBytes:
      blockSamples < samples && tilePx === 0 && stripRows > 128
        ? stripRows * width * samples * sampleBytes
        : 0,
  };
}
