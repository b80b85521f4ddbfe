// YCbCr → RGB of TIFFs without JPEG compression (TIFF 6.0, section 21): libvips takes the three samples for RGB.

import type { StoredPixels } from './storedPixels.js';
import { TAG, type TiffFields } from './tiffTags.js';

/** CCIR 601-1: shares of red, green and blue in luma. */
const LUMA = [0.299, 0.587, 0.114] as const;
/** Black and white of Y, Cb and Cr. */
const FULL_RANGE = [0, 255, 128, 255, 128, 255] as const;

/** Y, Cb, Cr → three bytes at `at` of `rgb`. */
type ToRgb = (y: number, cb: number, cr: number, rgb: Uint8ClampedArray, at: number) => void;

/** Conversion by the coefficients and the range that the file tells; `fractions` as numerator, denominator, … */
export function ycbcrToRgb(fractions: TiffFields): ToRgb {
  const [red, green, blue] = numbers(fractions.get(TAG.ycbcrCoefficients), LUMA, (v) => v[1]! > 0);
  const range = numbers(fractions.get(TAG.referenceBlackWhite), FULL_RANGE, (v) =>
    [0, 2, 4].every((i) => v[i + 1]! > v[i]!),
  );
  const [yBlack, yWhite, cbZero, cbWhite, crZero, crWhite] = range as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [yScale, cbScale, crScale] = [
    255 / (yWhite - yBlack),
    127 / (cbWhite - cbZero),
    127 / (crWhite - crZero),
  ];
  const [crToRed, cbToBlue] = [2 - 2 * red!, 2 - 2 * blue!];
  return (y, cb, cr, rgb, at) => {
    const luma = (y - yBlack) * yScale;
    const r = luma + (cr - crZero) * crScale * crToRed;
    const b = luma + (cb - cbZero) * cbScale * cbToBlue;
    rgb[at] = r;
    rgb[at + 1] = (luma - red! * r - blue! * b) / green!;
    rgb[at + 2] = b;
  };
}

function numbers(
  fraction: readonly number[] | undefined,
  fallback: readonly number[],
  isUsable: (values: readonly number[]) => boolean,
): readonly number[] {
  if (!fraction || fraction.length < 2 * fallback.length) return fallback;
  const values = fallback.map((_, i) => fraction[2 * i]! / fraction[2 * i + 1]!);
  return values.every(Number.isFinite) && isUsable(values) ? values : fallback;
}

/** Y, Cb and Cr of each pixel side by side. */
export function ycbcrPixels(width: number, height: number, toRgb: ToRgb): StoredPixels {
  return {
    ...{ width, height, channels: 3, bytesPerSample: 1, rowsPerStored: 1 },
    toRgb(stored) {
      const rgb = new Uint8ClampedArray(stored.length);
      for (let i = 0; i + 2 < stored.length; i += 3)
        toRgb(stored[i]!, stored[i + 1]!, stored[i + 2]!, rgb, i);
      return new Uint8Array(rgb.buffer);
    },
  };
}

/**
 * Halved chroma: a stored row is a row of units, each of `across` × `down` values of Y, then Cb and Cr. Chroma is
 * repeated for each pixel of its unit.
 */
export function packedYcbcrPixels(
  image: { readonly width: number },
  stored: { readonly width: number; readonly height: number },
  across: number,
  down: number,
  toRgb: ToRgb,
): StoredPixels {
  const { width } = image;
  const unitBytes = across * down + 2;
  return {
    ...stored,
    ...{ channels: 1, bytesPerSample: 1, rowsPerStored: down },
    toRgb(bytes, rows) {
      const rgb = new Uint8ClampedArray(rows * down * width * 3);
      for (let y = 0; y < rows * down; y++)
        for (let x = 0; x < width; x++) {
          const unit = Math.floor(y / down) * stored.width + Math.floor(x / across) * unitBytes;
          const luma = bytes[unit + (y % down) * across + (x % across)]!;
          const chroma = unit + unitBytes - 2;
          toRgb(luma, bytes[chroma]!, bytes[chroma + 1]!, rgb, 3 * (y * width + x));
        }
      return new Uint8Array(rgb.buffer);
    },
  };
}
