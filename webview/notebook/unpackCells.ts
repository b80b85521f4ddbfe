// Cells of an output back as columns and outlines, as the result panel has them (protocol/outputs.ts describes the layout).
// The output may be of unknown origin: lengths, places and chains are checked.

import { MEAN_IDS, MEAN_KINDS, type CellMeans, type MeanId } from '../../engine/measurements/cellMeans.js';
import type { PluginColumn } from '../../engine/measurements/pluginColumns.js';
import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { Point } from '../../engine/postprocessing/cellRecord.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import { CELL_COLUMN_BYTES, type CellColumn, type PackedCells } from '../../engine/protocol/outputs.js';
import type { CellClasses } from '../scoring/liveScores.js';
import { outlineColumns, type OutlinedCells } from '../scoring/outlinedCells.js';
import { t } from '../ui/l10n.js';
import { bytesOfBase64 } from './base64.js';

/** Bytes that an output's cells may unpack to: 30,000 cells with all columns and long outlines have fewer. */
const MOST_BYTES = 16 * 2 ** 20;
/** x and y of the directions E, NE, N, NW, W, SW, S, SE; y points down. */
const DIRECTION_X = [1, 1, 0, -1, -1, -1, 0, 1] as const;
const DIRECTION_Y = [0, -1, -1, -1, 0, 1, 1, 1] as const;
/** Classes that a person set, by the numbers of the column; the first is none. */
const SET_CLASSES = [NOT_COUNTED, COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED] as const;

export interface UnpackedCells extends Omit<OutlinedCells, 'found'> {
  readonly set: CellClasses;
  readonly means?: CellMeans;
  readonly contributed?: readonly PluginColumn[];
  /** False if the cells have no places: they can be counted, and not drawn. */
  readonly placed: boolean;
}

/** @throws Error for damaged cells */
export async function unpackCells(
  packed: PackedCells,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<UnpackedCells> {
  const cells = readColumns(packed, await inflate(bytesOfBase64(packed.data)), size);
  const contributed: PluginColumn[] = [];
  for (const { data, ...about } of packed.contributed ?? []) {
    const bytes = await inflate(bytesOfBase64(data));
    if (bytes.byteLength !== 4 * packed.count) return damaged();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = Float64Array.from({ length: packed.count }, (_, i) => view.getFloat32(4 * i, true));
    contributed.push({ ...about, values });
  }
  return contributed.length > 0 ? { ...cells, contributed } : cells;
}

/** `bytes`: the unpacked data. */
function readColumns(
  { count, columns, outlines }: PackedCells,
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): UnpackedCells {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) return damaged();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const found = new Map<CellColumn, Uint32Array>();
  for (const name of columns) found.set(name, planes(take(count * CELL_COLUMN_BYTES[name]), count));
  const needed = (name: CellColumn) => found.get(name) ?? damaged();
  const areaPx = Int32Array.from(needed('areaPx'));
  const positive = Uint8Array.from(needed('positive'));
  const placed = found.has('firstX');
  const firstX = placed ? Int32Array.from(needed('firstX')) : new Int32Array(count);
  const firstY = new Int32Array(count);
  const [dx, dy] = placed ? [needed('centroidDx'), needed('centroidDy')] : [undefined, undefined];
  const steps = placed ? needed('firstYStep') : undefined;
  for (let i = 0, y = 0; steps && i < count; i++) firstY[i] = y += steps[i]!;
  const centroidX = firstX.map((x, i) => x + signed(dx?.[i] ?? 0));
  const centroidY = firstY.map((y, i) => y + signed(dy?.[i] ?? 0));
  for (let i = 0; i < count; i++)
    if (
      firstX[i]! >= widthPx ||
      firstY[i]! >= heightPx ||
      !(centroidX[i]! >= 0 && centroidX[i]! < widthPx && centroidY[i]! >= 0 && centroidY[i]! < heightPx)
    )
      return damaged();

  const chains = outlines && placed ? readChains(count, take, () => bytes.subarray(at)) : undefined;
  const cornersOf = (i: number) => walk(firstX[i]!, firstY[i]!, chains![i]!, widthPx, heightPx);
  const shapes = outlineColumns(chains ? count : 0, cornersOf);
  const outlineStart = chains ? shapes.outlineStart : new Uint32Array(count + 1);
  const boxes = boxesOf({ outlineStart, outlineXy: shapes.outlineXy, areaPx, centroidX, centroidY });
  const marker = found.get('marker');
  const od = found.get('od');
  const list: CellList = {
    ...{ length: count, areaPx, positive, firstX, firstY, centroidX, centroidY, ...boxes },
    ...(marker ? { marker: Uint8Array.from(marker) } : {}),
    ...(od ? { od: Uint16Array.from(od) } : {}),
  };
  const means = meansOf(found);
  return {
    list,
    outlineStart,
    outlineXy: shapes.outlineXy,
    ...(chains && shapes.perimeterPx ? { perimeterPx: shapes.perimeterPx } : {}),
    set: setClasses(found.get('set') ?? new Uint32Array(count)),
    ...(Object.keys(means).length > 0 ? { means } : {}),
    placed,
  };
}

function damaged(): never {
  throw new Error(t('The cells of this output are damaged. Run its cell again, or open the result.'));
}

/** Little-endian numbers that are stored byte plane by byte plane. */
function planes(bytes: Uint8Array, count: number): Uint32Array {
  const values = new Uint32Array(count);
  for (let at = 0; at < bytes.length; at++) {
    const plane = Math.floor(at / count);
    values[at % count]! += bytes[at]! * 2 ** (8 * plane);
  }
  return values;
}

/** Two bytes in two's complement. */
function signed(value: number): number {
  return (value << 16) >> 16;
}

function readChains(
  count: number,
  take: (length: number) => Uint8Array,
  rest: () => Uint8Array,
): readonly Uint8Array[] {
  const lengths = planes(take(2 * count), count);
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (sum > rest().length) return damaged();
  return Array.from(lengths, (length) => take(length));
}

function walk(x: number, y: number, chain: Uint8Array, widthPx: number, heightPx: number): readonly Point[] {
  const corners: Point[] = [[x, y]];
  for (const byte of chain) {
    const length = byte >> 3;
    x += DIRECTION_X[byte & 7]! * length;
    y += DIRECTION_Y[byte & 7]! * length;
    if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return damaged();
    corners.push([x, y]);
  }
  // The way back is a straight run in one of eight directions, or a damaged chain.
  const [first] = corners as [Point];
  const back = [Math.abs(first[0] - x), Math.abs(first[1] - y)] as const;
  return back[0] === back[1] || back[0] === 0 || back[1] === 0 ? corners : damaged();
}

/** Boxes of the outlines; without outlines squares of the cells' areas around their centroids. */
function boxesOf(cells: {
  readonly outlineStart: Uint32Array;
  readonly outlineXy: Float32Array;
  readonly areaPx: Int32Array;
  readonly centroidX: Int32Array;
  readonly centroidY: Int32Array;
}): Pick<CellList, 'minX' | 'maxX' | 'maxY'> {
  const { outlineStart, outlineXy, areaPx, centroidX, centroidY } = cells;
  const count = areaPx.length;
  const boxes = { minX: new Int32Array(count), maxX: new Int32Array(count), maxY: new Int32Array(count) };
  for (let i = 0; i < count; i++) {
    const half = Math.sqrt(areaPx[i]!) / 2;
    const from = outlineStart[i]!;
    const to = outlineStart[i + 1]!;
    let [left, right, bottom] = [Infinity, -Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      left = Math.min(left, outlineXy[2 * at]!);
      right = Math.max(right, outlineXy[2 * at]!);
      bottom = Math.max(bottom, outlineXy[2 * at + 1]!);
    }
    boxes.minX[i] = from === to ? centroidX[i]! - half : left;
    boxes.maxX[i] = from === to ? centroidX[i]! + half : right - 1;
    boxes.maxY[i] = from === to ? centroidY[i]! + half : bottom - 1;
  }
  return boxes;
}

function setClasses(set: Uint32Array): CellClasses {
  const indices: number[] = [];
  set.forEach((kind, i) => {
    if (kind > 0) indices.push(i);
  });
  return {
    indices,
    classes: indices.map((i) => SET_CLASSES[set[i]!] ?? NOT_COUNTED),
    corrected: Uint8Array.from(set, (kind) => (kind > 0 ? 1 : 0)),
  };
}

function meansOf(found: ReadonlyMap<CellColumn, Uint32Array>): CellMeans {
  const means: Partial<Record<MeanId, Float32Array>> = {};
  for (const id of MEAN_IDS) {
    const steps = found.get(id);
    if (steps) means[id] = Float32Array.from(steps, (value) => value / MEAN_KINDS[id].perUnit);
  }
  return means;
}

/** Unpacks a zlib stream. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(damaged);
    if (done) break;
    length += value.length;
    if (length > MOST_BYTES) return damaged();
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
