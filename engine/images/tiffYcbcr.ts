// Plan for YCbCr in a TIFF without JPEG compression: libvips is shown the samples as RGB, or, with halved chroma, the
// packed units as a grey picture, and we convert what it decodes.

import type { FileCopy } from './fileCopy.js';
import { unreadable } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import type { StoredPixels } from './storedPixels.js';
import { tidyPage, tidyPlane, type TiffContent } from './tiffCopy.js';
import { PHOTOMETRIC, TAG, valueOf, type TiffFields } from './tiffTags.js';
import { packedYcbcrPixels, ycbcrPixels, ycbcrToRgb } from './ycbcr.js';

const SUBSAMPLINGS: readonly number[] = [1, 2, 4];

interface YcbcrPlan {
  readonly copies: readonly FileCopy[];
  readonly stored: StoredPixels;
}

/** @throws EngineError image-unreadable for forms of YCbCr that are not read */
export function planYcbcr(
  { width, height, bitsPerSample }: ImageHeader,
  content: TiffContent,
  path: string,
  isSeparate: boolean,
): YcbcrPlan {
  const { fields, fractions, isTiled } = content;
  const samples = valueOf(fields, TAG.samplesPerPixel, 1);
  const refused = (what: string) =>
    unreadable(path, `it is a YCbCr TIFF ${what}, which is not read. Export it as RGB.`);
  if (samples !== 3 || bitsPerSample !== 8) throw refused(`of ${samples} samples of ${bitsPerSample} bits`);
  // Where the tag is missing, chroma is halved across and down.
  const [across = 2, down = 2] = fields.get(TAG.ycbcrSubsampling) ?? [];
  if (!SUBSAMPLINGS.includes(across) || !SUBSAMPLINGS.includes(down))
    throw refused(`whose chroma is reduced ${across} × ${down}`);
  const toRgb = ycbcrToRgb(fractions);
  if (across === 1 && down === 1) {
    const copies = isSeparate
      ? [0, 1, 2].map((plane) => tidyPlane(content, plane))
      : [tidyPage(content, AS_RGB)];
    return { copies, stored: ycbcrPixels(width, height, toRgb) };
  }
  if (isSeparate) throw refused('with separate planes of different sizes');
  if (valueOf(fields, TAG.predictor, 1) !== 1) throw refused('with reduced chroma and a predictor');

  const unitBytes = across * down + 2;
  const blockWidth = isTiled ? valueOf(fields, TAG.tileWidth, 0) : width;
  const blockRows = isTiled ? valueOf(fields, TAG.tileHeight, 0) : valueOf(fields, TAG.rowsPerStrip, height);
  const isCut = blockRows < height && blockRows % down !== 0;
  if ((isTiled && blockWidth % across !== 0) || isCut)
    throw refused(
      `with strips or tiles of ${blockWidth} × ${blockRows} pixels that cut its ${across} × ${down} units`,
    );
  const packedBlockWidth = Math.ceil(blockWidth / across) * unitBytes;
  const stored = {
    width: isTiled ? packedBlockWidth * Math.ceil(width / blockWidth) : packedBlockWidth,
    height: Math.ceil(height / down),
  };
  const packedRows = Math.ceil(Math.min(blockRows, height) / down);
  const changes = new Map<number, readonly number[]>([
    [TAG.width, [stored.width]],
    [TAG.height, [stored.height]],
    [TAG.bitsPerSample, [8]],
    [TAG.samplesPerPixel, [1]],
    [TAG.photometric, [PHOTOMETRIC.blackIsZero]],
    [TAG.sampleFormat, [1]],
    ...[TAG.ycbcrSubsampling, TAG.colourProfile].map((tag) => [tag, []] as const),
    ...(isTiled
      ? ([
          [TAG.tileWidth, [packedBlockWidth]],
          [TAG.tileHeight, [blockRows / down]],
        ] as const)
      : ([[TAG.rowsPerStrip, [packedRows]]] as const)),
  ]);
  return {
    copies: [tidyPage(content, changes)],
    stored: packedYcbcrPixels({ width }, stored, across, down, toRgb),
  };
}

const AS_RGB: TiffFields = new Map<number, readonly number[]>([
  [TAG.photometric, [PHOTOMETRIC.rgb]],
  [TAG.ycbcrSubsampling, []],
  [TAG.colourProfile, []],
]);
