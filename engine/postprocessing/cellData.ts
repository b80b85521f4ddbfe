// The reference's cell files: every cell before size and marker gating, so that thresholds can be moved without the
// networks (docs/reference.md 7.8). Versions 3 and 5 spell cells out, 4 and 6 encode them; 3 and 4 carry the
// marker, 5 and 6 the optical density.

import { EngineError } from '../protocol/errors.js';
import { decodeCell, encodeCell, type CellValue } from './cellCode.js';
import { cellRecord, type CellRecord } from './cellRecord.js';
import { readCellRecord } from './cellRecordReader.js';
import type { FoundCells } from './cells.js';
import { automaticMarkerThreshold } from './markerThreshold.js';
import { automaticSizeThreshold } from './sizeThreshold.js';
import {
  DEFAULT_NOISE_THRESHOLD,
  DEFAULT_SEG_THRESHOLD,
  largeNoiseThreshold,
  type PostprocessOptions,
} from './thresholds.js';

export type CellDataVersion = 3 | 4 | 5 | 6;

export interface CellDataSettings {
  /** Number that an automatic size threshold stands for in these cells. */
  readonly default_size_thresh: number;
  readonly noise_thresh: number;
  readonly large_noise_thresh: number | null;
  readonly seg_thresh: number;
  /** Number that an automatic marker threshold stands for; null without a marker image. Versions 3 and 4 only. */
  readonly default_marker_thresh?: number | null;
}

export interface CellData {
  readonly cells: readonly (CellRecord | string)[];
  readonly settings: CellDataSettings;
  readonly dataVersion: CellDataVersion;
}

/** Options with which the cells were found, for the settings of their file. */
export type CellDataOrigin = Pick<
  PostprocessOptions,
  'resolution' | 'segThreshold' | 'noiseThreshold' | 'largeNoiseThreshold'
> & {
  /** `markerPlane` of the whole image, if there is one. */
  readonly markerPlane?: Uint8Array;
};

/**
 * Cell data of freshly found cells, whose mask must not be drawn into. Versions 5 and 6 need cells measured with
 * optical density (`usage` otherwise); in versions 3 and 4 the marker is 0 if there is no marker image.
 */
export function cellData(found: FoundCells, origin: CellDataOrigin, version: CellDataVersion): CellData {
  const { mask, cells } = found;
  const value = valueOf(version);
  if (value === 'od' && !cells.od)
    throw new EngineError(
      'usage',
      `Cell data of version ${version} holds optical densities, but the cells were found without the original image.`,
    );
  return {
    cells: Array.from({ length: cells.length }, (_, i) => {
      const record = withOnly(cellRecord(mask, cells, i), value);
      return isEncoded(version) ? encodeCell(record, value) : record;
    }),
    settings: {
      default_size_thresh: automaticSizeThreshold(cells, origin.resolution),
      noise_thresh: origin.noiseThreshold ?? DEFAULT_NOISE_THRESHOLD,
      large_noise_thresh: largeNoiseThreshold(origin) ?? null,
      seg_thresh: origin.segThreshold ?? DEFAULT_SEG_THRESHOLD,
      ...(value === 'od'
        ? {}
        : {
            default_marker_thresh: origin.markerPlane ? automaticMarkerThreshold(origin.markerPlane) : null,
          }),
    },
    dataVersion: version,
  };
}

/** The cells of cell data of any version, spelled out. Throws `usage` if an encoded cell is broken. */
export function cellRecords(data: CellData): CellRecord[] {
  const value = valueOf(data.dataVersion);
  return data.cells.map((cell) => (typeof cell === 'string' ? decodeCell(cell, value) : cell));
}

/**
 * Accepts parsed JSON as cell data of version 3 to 6. The cells are returned in full, each checked: whole numbers in
 * range, a boundary of straight segments. Throws `usage` and says which cell is wrong.
 */
export function readCellData(json: unknown): CellData {
  const data = isObject(json) ? json : {};
  const { dataVersion: version, settings, cells } = data;
  if (version !== 3 && version !== 4 && version !== 5 && version !== 6)
    throw new EngineError(
      'usage',
      `Cell data of version ${JSON.stringify(version)} cannot be read; 3 to 6 can.`,
    );
  if (!Array.isArray(cells)) throw new EngineError('usage', 'Cell data must hold a list "cells".');
  const value = valueOf(version);
  return {
    cells: cells.map((cell: unknown, i) =>
      readCellRecord(isEncoded(version) ? decodeCell(textOf(cell, i), value) : cell, value, i),
    ),
    settings: readSettings(settings, value),
    dataVersion: version,
  };
}

/** Measurement that versions of this kind carry: marker or optical density. */
export function valueOf(version: CellDataVersion): CellValue {
  return version >= 5 ? 'od' : 'marker';
}

function isEncoded(version: CellDataVersion): boolean {
  return version % 2 === 0;
}

function withOnly(record: CellRecord, value: CellValue): CellRecord {
  const { size, positive, marker = 0, od = 0, bbox, centroid, boundary } = record;
  return { size, positive, ...(value === 'od' ? { od } : { marker }), bbox, centroid, boundary };
}

function textOf(cell: unknown, i: number): string {
  if (typeof cell === 'string') return cell;
  throw new EngineError('usage', `Cell ${i} of the cell data must be a string in version 4 and 6.`);
}

function readSettings(settings: unknown, value: CellValue): CellDataSettings {
  const given = isObject(settings) ? settings : {};
  const numberOf = (name: string): number => {
    const number = given[name];
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw new EngineError('usage', `"settings.${name}" of the cell data must be a number.`);
  };
  const numberOrNull = (name: string): number | null =>
    (given[name] ?? null) === null ? null : numberOf(name);
  return {
    default_size_thresh: numberOf('default_size_thresh'),
    noise_thresh: numberOf('noise_thresh'),
    large_noise_thresh: numberOrNull('large_noise_thresh'),
    seg_thresh: numberOf('seg_thresh'),
    ...(value === 'od' ? {} : { default_marker_thresh: numberOrNull('default_marker_thresh') }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
