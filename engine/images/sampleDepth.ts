// Cameras of 10, 12 or 14 bits whose samples are stored in 16: the largest value that the camera can give becomes
// white. Taken for 16 bits, such a picture would be almost black.

import { forEachBand, type StoredBytes, type StoredPixels } from './storedPixels.js';

/** High bytes below this leave room for a camera of at most 14 bits. */
export const DARK_HIGH_BYTE = 64;

const CAMERA_BITS = [8, 10, 12, 14] as const;
const LARGEST = 65_535;

export interface FullScale {
  /** Stored value that becomes 255. */
  readonly white: number;
  /** Sentence for people; undefined where all 16 bits are used. */
  readonly notice?: string | undefined;
}

/** A declared largest value that says more than "16 bits". */
export function isBelowSixteenBits(declared: number | undefined): declared is number {
  return declared !== undefined && declared >= 255 && declared < LARGEST;
}

/** What becomes white: the declared value unless a sample is larger, else the camera that fits the largest sample. */
export function fullScale(largest: number, declared: number | undefined): FullScale {
  if (isBelowSixteenBits(declared) && largest <= declared)
    return { white: declared, notice: notice(declared, 'as the file says') };
  const bits = largest > 0 ? CAMERA_BITS.find((one) => largest < 2 ** one) : undefined;
  if (bits === undefined) return { white: LARGEST };
  const white = 2 ** bits - 1;
  return {
    white,
    notice: notice(white, `the largest sample found is ${largest}; a ${bits}-bit camera is assumed`),
  };
}

function notice(white: number, reason: string): string {
  return `The samples of 16 bits use only a part of their range; ${white} is taken as white (${reason}).`;
}

export async function largestSample(
  layout: Omit<StoredPixels, 'toRgb'>,
  bytes: StoredBytes,
): Promise<number> {
  let largest = 0;
  await forEachBand(layout, bytes, (stored) => {
    for (const sample of asSamples(stored)) if (sample > largest) largest = sample;
  });
  return largest;
}

/** 16 bits → 8: the high byte where all bits are used, else scaled and rounded. */
export function scaledSamples(stored: Uint8Array, white: number): Uint8Array {
  if (white === LARGEST) return Uint8Array.from(asSamples(stored), (sample) => sample >> 8);
  return Uint8Array.from(asSamples(stored), (sample) => Math.min(255, Math.round((sample * 255) / white)));
}

/** The decoder gives samples in the machine's own byte order. */
function asSamples(bytes: Uint8Array): Uint16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 1);
}
