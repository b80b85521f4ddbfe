// Tags of TIFF that readers use (TIFF 6.0, and its extensions), by what they hold.

/** Tag → its values. */
export type TiffFields = ReadonlyMap<number, readonly number[]>;

export const TAG = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  imageDescription: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  maxSampleValue: 281,
  planarConfiguration: 284,
  t4Options: 292,
  t6Options: 293,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  ycbcrCoefficients: 529,
  ycbcrSubsampling: 530,
  referenceBlackWhite: 532,
  colourProfile: 34675,
} as const;

export const PHOTOMETRIC = { blackIsZero: 1, rgb: 2, ycbcr: 6 } as const;
export const COMPRESSION = { none: 1, oldJpeg: 6, jpeg: 7 } as const;
export const SEPARATE_PLANES = 2;

/** The first value of a tag, or what is meant where the tag is missing. */
export function valueOf(fields: TiffFields, tag: number, fallback: number): number {
  return fields.get(tag)?.[0] ?? fallback;
}
