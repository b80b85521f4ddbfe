// The size of a pixel in micrometres, if an image file says it. Print resolutions (72 or 300 dots per inch) are in the
// same fields, so only sizes that a microscope can have are accepted. Formats: PNG pHYs, TIFF resolution tags, and the
// image descriptions of OME-TIFF, Aperio and ImageJ.

import { crc32 } from 'node:zlib';
import type { ReadBytes } from './imageFile.js';
import { ASCII, directoryAt, RATIONAL, tiffStart, WHOLE_NUMBERS } from './tiffDirectory.js';

/** Plausible sizes of a pixel: finer is beyond light, coarser is a printer and no microscope (300 dpi are 85 µm). */
const FINEST_MPP = 0.01;
const COARSEST_MPP = 10;

/** Chunks that a PNG may have before its pixels. */
const MOST_CHUNKS = 64;

/** OME-XML of a slide with many channels; the sizes stand at its beginning. */
const MOST_DESCRIPTION_BYTES = 64 * 1024;

const TAG = { imageDescription: 270, xResolution: 282, yResolution: 283, resolutionUnit: 296 } as const;

/** TIFF's unit of resolution → micrometres: inch, centimetre. */
const RESOLUTION_UNIT_UM: Readonly<Record<number, number>> = { 2: 25_400, 3: 10_000 };

const UNIT_UM: Readonly<Record<string, number>> = {
  nm: 1e-3,
  µm: 1, // micro sign
  μm: 1, // Greek mu
  um: 1,
  micron: 1,
  microns: 1,
  '\\u00B5m': 1, // ImageJ's escape
  mm: 1e3,
  cm: 1e4,
  inch: 25_400,
};

/** Micrometres per pixel of a PNG, from its pHYs chunk (third edition, 11.3.4.3); undefined if it has none. */
export async function pngMpp(bytesAt: ReadBytes): Promise<number | undefined> {
  let offset = 8;
  for (let i = 0; i < MOST_CHUNKS; i++) {
    const chunk = await bytesAt(offset, 21);
    if (chunk.length < 12) return undefined;
    const length = chunk.readUInt32BE(0);
    const type = chunk.toString('latin1', 4, 8);
    if (type === 'IDAT') return undefined;
    if (type === 'pHYs') {
      const isWhole = length === 9 && chunk.length === 21;
      if (!isWhole || crc32(chunk.subarray(4, 17)) !== chunk.readUInt32BE(17) || chunk[16] !== 1)
        return undefined;
      return plausible(1e6 / chunk.readUInt32BE(8), 1e6 / chunk.readUInt32BE(12)); // pixels per metre
    }
    offset += 12 + length;
  }
  return undefined;
}

/**
 * Micrometres per pixel of a TIFF's page, by the place of its directory; default the first. The description is believed before the tags, which are often the
 * scanner's default.
 */
export async function tiffMpp(bytesAt: ReadBytes, page?: number): Promise<number | undefined> {
  const start = await tiffStart(bytesAt);
  const read = (wanted: readonly number[], types: readonly number[]) =>
    directoryAt(bytesAt, start, page ?? start.first, wanted, 1, types);
  const own = await tiffDescription(bytesAt, page);
  const text = own === '' ? await tiffDescription(bytesAt) : own;
  const tags = [TAG.xResolution, TAG.yResolution];
  const resolution = (await read(tags, [RATIONAL]))?.fields;
  const unit = (await read([TAG.resolutionUnit], WHOLE_NUMBERS))?.fields;
  const perUnit = (tag: number) => {
    const [numerator = 0, denominator = 0] = resolution?.get(tag) ?? [];
    return numerator / denominator;
  };
  const x = perUnit(TAG.xResolution);
  const y = perUnit(TAG.yResolution);
  const unitUm = RESOLUTION_UNIT_UM[unit?.get(TAG.resolutionUnit)?.[0] ?? 2] ?? NaN;
  return mppOfDescription(text, x) ?? plausible(unitUm / x, unitUm / (Number.isNaN(y) ? x : y));
}

/** Beginning of the text that describes a page, the first unless told; empty where it has none. */
export async function tiffDescription(bytesAt: ReadBytes, page?: number): Promise<string> {
  const start = await tiffStart(bytesAt);
  const tags = [TAG.imageDescription];
  const described = await directoryAt(bytesAt, start, page ?? start.first, tags, MOST_DESCRIPTION_BYTES, [
    ASCII,
  ]);
  return Buffer.from(described?.fields.get(TAG.imageDescription) ?? [])
    .toString('utf8')
    .replaceAll('\0', '');
}

/** OME-XML, Aperio or ImageJ; `pixelsPerUnit` is the resolution tag, which ImageJ gives in the unit of its description. */
export function mppOfDescription(text: string, pixelsPerUnit = NaN): number | undefined {
  const ome = omeMpp(text);
  if (ome !== undefined) return ome;
  const aperio = /(?:^|\|)\s*MPP\s*=\s*([0-9.,]{1,20})\s*(?:\||$)/m.exec(text);
  if (aperio) return plausible(Number(aperio[1]!.replace(',', '.'))); // some locales write a comma
  const imageJ = text.startsWith('ImageJ=') ? /^unit=(\S{1,20})\s*$/m.exec(text) : null;
  return imageJ ? plausible((UNIT_UM[imageJ[1]!] ?? NaN) / pixelsPerUnit) : undefined;
}

/** PhysicalSizeX of the first Pixels element; its unit is micrometres unless said otherwise (OME 2016-06). */
function omeMpp(text: string): number | undefined {
  const pixels = /<(?:\w+:)?Pixels\s([^<>]*)>/.exec(text)?.[1];
  if (pixels === undefined || !text.includes('OME')) return undefined;
  const attribute = (name: string) =>
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']{1,40})["']`).exec(pixels)?.[1];
  const sizeOf = (axis: 'X' | 'Y') => {
    const unit = (attribute(`PhysicalSize${axis}Unit`) ?? 'µm')
      .replace('&#181;', 'µ')
      .replace(/&#x0*B5;/i, 'µ');
    return Number(attribute(`PhysicalSize${axis}`) ?? NaN) * (UNIT_UM[unit] ?? NaN);
  };
  const x = sizeOf('X');
  return plausible(x, attribute('PhysicalSizeY') === undefined ? x : sizeOf('Y'));
}

/** The size, rounded to what is meant by a density in whole numbers; undefined for what is no size of square pixels. */
function plausible(x: number, y = x): number | undefined {
  const isSize = x >= FINEST_MPP && x < COARSEST_MPP && Math.abs(x - y) <= 0.01 * x;
  return isSize ? Number(x.toPrecision(6)) : undefined;
}
