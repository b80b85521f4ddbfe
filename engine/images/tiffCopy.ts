// A tidy copy of one page of a TIFF, or of one of its colour planes: a directory of our own that holds only what
// describes the pixels, sorted and complete, before the strips or tiles as they are in the file.

import type { FileCopy } from './fileCopy.js';
import { unreadable, type ReadBytes } from './imageFile.js';
import { directoryAt, RATIONAL, tiffStart, WHOLE_NUMBERS } from './tiffDirectory.js';
import type { TiffPage } from './tiffPages.js';
import { COMPRESSION, PHOTOMETRIC, SEPARATE_PLANES, TAG, valueOf, type TiffFields } from './tiffTags.js';

/** Strips or tiles of a page; no real file has more. */
export const MOST_BLOCKS = 1 << 20;
/** Type of values without a meaning of their own: JPEG tables, colour profiles. */
const UNDEFINED = 7;
const [SHORT, LONG, LONG8] = [3, 4, 16] as const;

const KEPT = [
  ...[TAG.width, TAG.height, TAG.bitsPerSample, TAG.compression, TAG.photometric, TAG.fillOrder],
  ...[TAG.orientation, TAG.samplesPerPixel, TAG.rowsPerStrip, TAG.planarConfiguration, TAG.t4Options],
  ...[TAG.t6Options, TAG.predictor, TAG.colourMap, TAG.tileWidth, TAG.tileHeight, TAG.extraSamples],
  ...[TAG.sampleFormat, TAG.jpegTables, TAG.ycbcrSubsampling, TAG.colourProfile],
];
const PLACES = [TAG.stripOffsets, TAG.stripBytes, TAG.tileOffsets, TAG.tileBytes];
const BYTE_TAGS: readonly number[] = [TAG.jpegTables, TAG.colourProfile];
const LONG_TAGS: readonly number[] = [
  TAG.width,
  TAG.height,
  TAG.rowsPerStrip,
  TAG.tileWidth,
  TAG.tileHeight,
  TAG.t4Options,
  TAG.t6Options,
];

export interface TiffContent {
  readonly page: TiffPage;
  readonly little: boolean;
  readonly fields: TiffFields;
  /** Values of the tags that are fractions: numerator, denominator, numerator … */
  readonly fractions: TiffFields;
  readonly isTiled: boolean;
  /** Strips or tiles, those of the first plane first. */
  readonly blocks: readonly { readonly offset: number; readonly length: number }[];
  readonly blocksPerPlane: number;
}

/** Everything that is needed to decode a page. @throws EngineError image-unreadable if it is cut off or contradicts itself */
export async function tiffContent(
  bytesAt: ReadBytes,
  fileBytes: number,
  path: string,
  page: TiffPage,
): Promise<TiffContent> {
  const start = await tiffStart(bytesAt);
  const read = (tags: readonly number[], types: readonly number[]) =>
    directoryAt(bytesAt, start, page.offset, tags, MOST_BLOCKS, types);
  const found = await read([...KEPT, ...PLACES], [...WHOLE_NUMBERS, UNDEFINED]);
  const fractions = await read([TAG.ycbcrCoefficients, TAG.referenceBlackWhite], [RATIONAL]);
  if (!found || !fractions)
    throw unreadable(path, 'its header is damaged or cut off. Copy or export it again.');
  const { fields } = found;
  const isTiled = fields.has(TAG.tileOffsets);
  const blocksPerPlane = blockCount(fields, isTiled);
  const planes =
    valueOf(fields, TAG.planarConfiguration, 1) === SEPARATE_PLANES
      ? valueOf(fields, TAG.samplesPerPixel, 1)
      : 1;
  const count = blocksPerPlane * planes;
  const offsets = page.stacked
    ? [page.stacked.offset]
    : (fields.get(isTiled ? TAG.tileOffsets : TAG.stripOffsets) ?? []);
  if (!(count >= 1 && count <= MOST_BLOCKS) || offsets.length < count)
    throw unreadable(
      path,
      `its directory names ${offsets.length} strips or tiles where ${Number.isFinite(count) ? count : 'more'} are needed. It is damaged; export it again.`,
    );
  const lengths = page.stacked
    ? [page.stacked.length]
    : (fields.get(isTiled ? TAG.tileBytes : TAG.stripBytes) ?? []);
  const blocks = offsets.slice(0, count).map((offset, i) => {
    const length = lengths[i] || missingLength(fields, offset, fileBytes, blocksPerPlane);
    if (offset + length > fileBytes || !Number.isSafeInteger(offset + length))
      throw unreadable(path, 'it is truncated: the file ends too early. Copy or download it again.');
    return { offset, length };
  });
  return { page, little: start.little, fields, fractions: fractions.fields, isTiled, blocks, blocksPerPlane };
}

function blockCount(fields: TiffFields, isTiled: boolean): number {
  const [width, height] = [valueOf(fields, TAG.width, 0), valueOf(fields, TAG.height, 0)];
  if (!isTiled) return Math.ceil(height / Math.min(height, valueOf(fields, TAG.rowsPerStrip, height)));
  const across = Math.ceil(width / valueOf(fields, TAG.tileWidth, 0));
  return across * Math.ceil(height / valueOf(fields, TAG.tileHeight, 0));
}

/** Bytes of a block whose length is not told: what pixels need, or the rest of the file where it is the only block. */
function missingLength(fields: TiffFields, offset: number, fileBytes: number, blocks: number): number {
  if (blocks === 1) return Math.max(0, fileBytes - offset);
  if (valueOf(fields, TAG.compression, 1) !== COMPRESSION.none) return 0;
  const bits = valueOf(fields, TAG.bitsPerSample, 1) * valueOf(fields, TAG.samplesPerPixel, 1);
  const rows = valueOf(fields, TAG.rowsPerStrip, 1);
  return Math.min(fileBytes - offset, rows * Math.ceil((valueOf(fields, TAG.width, 0) * bits) / 8));
}

/** The page as a file of its own; `changes` replaces values of tags. */
export function tidyPage(content: TiffContent, changes: TiffFields = new Map()): FileCopy {
  return writtenTiff(content, changes, content.blocks);
}

/** One colour plane of a page as a grey picture. */
export function tidyPlane(
  content: TiffContent,
  plane: number,
  photometric: number = PHOTOMETRIC.blackIsZero,
): FileCopy {
  const bits = content.fields.get(TAG.bitsPerSample) ?? [1];
  const changes = new Map<number, readonly number[]>([
    [TAG.bitsPerSample, [bits[plane] ?? bits[0] ?? 1]],
    [TAG.samplesPerPixel, [1]],
    [TAG.photometric, [photometric]],
    [TAG.planarConfiguration, [1]],
    [TAG.sampleFormat, [1]],
    ...[TAG.extraSamples, TAG.colourProfile, TAG.ycbcrSubsampling].map((tag) => [tag, []] as const),
  ]);
  const from = plane * content.blocksPerPlane;
  return writtenTiff(content, changes, content.blocks.slice(from, from + content.blocksPerPlane));
}

/** A BigTIFF: header, directory, values, blocks. An empty list of values leaves a tag out. */
function writtenTiff(content: TiffContent, changes: TiffFields, blocks: TiffContent['blocks']): FileCopy {
  const { little, isTiled } = content;
  const kept = [...content.fields].filter(([tag]) => !PLACES.some((place) => place === tag));
  const all = new Map([...kept, ...changes]);
  const fields = new Map([...all].filter(([, values]) => values.length > 0));
  fields.set(
    isTiled ? TAG.tileOffsets : TAG.stripOffsets,
    blocks.map(() => 0),
  );
  fields.set(
    isTiled ? TAG.tileBytes : TAG.stripBytes,
    blocks.map(({ length }) => length),
  );
  const sorted = [...fields].sort(([a], [b]) => a - b);
  const directoryBytes = 8 + 20 * sorted.length + 8;
  const sizeOf = (tag: number, values: readonly number[]) => values.length * typeOf(tag)[1];
  const outside = sorted.map(([tag, values]) => (sizeOf(tag, values) > 8 ? evenUp(sizeOf(tag, values)) : 0));
  const head = Buffer.alloc(16 + directoryBytes + outside.reduce((sum, bytes) => sum + bytes, 0));
  let place = head.length;
  fields.set(
    isTiled ? TAG.tileOffsets : TAG.stripOffsets,
    blocks.map(({ length }) => (place += length) - length),
  );
  const put = (at: number, bytes: number, value: number) => {
    const number = Buffer.alloc(8);
    number.writeBigUInt64LE(BigInt(value));
    const wanted = number.subarray(0, bytes);
    head.set(little ? wanted : wanted.reverse(), at);
  };
  head.write(little ? 'II' : 'MM', 'latin1');
  put(2, 2, 43);
  put(4, 2, 8);
  put(8, 8, 16);
  put(16, 8, sorted.length);
  let valuesAt = 16 + directoryBytes;
  sorted.forEach(([tag], i) => {
    const values = fields.get(tag)!;
    const [type, bytes] = typeOf(tag);
    const at = 24 + 20 * i;
    put(at, 2, tag);
    put(at + 2, 2, type);
    put(at + 4, 8, values.length);
    const isOutside = outside[i]! > 0;
    if (isOutside) put(at + 12, 8, valuesAt);
    const first = isOutside ? valuesAt : at + 12;
    values.forEach((value, k) => put(first + k * bytes, bytes, value));
    valuesAt += outside[i]!;
  });
  return [head, ...blocks];
}

function typeOf(tag: number): readonly [type: number, bytes: number] {
  if (BYTE_TAGS.includes(tag)) return [UNDEFINED, 1];
  if (PLACES.some((place) => place === tag)) return [LONG8, 8];
  return LONG_TAGS.includes(tag) ? [LONG, 4] : [SHORT, 2];
}

function evenUp(bytes: number): number {
  return bytes + (bytes % 2);
}
