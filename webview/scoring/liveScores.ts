// Scores while a slider moves: options → numbers → gate → counts, by the engine's own functions. Automatic thresholds are
// computed once per set of cells and handed in as numbers, so that a hundred thousand cells take milliseconds.

import { scoring } from '../../engine/postprocessing/scoring.js';
import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import { applyCorrections } from '../../engine/postprocessing/corrections.js';
import { COUNTED_NEGATIVE, NOT_COUNTED, type Gate, gateCells } from '../../engine/postprocessing/gate.js';
import { automaticSizeThreshold } from '../../engine/postprocessing/sizeThreshold.js';
import {
  requireSensible,
  resolveThresholds,
  type Thresholds,
} from '../../engine/postprocessing/thresholds.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { Correction } from '../../engine/protocol/correction.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions, Resolution } from '../../engine/protocol/thresholds.js';
import { t } from '../ui/l10n.js';

/** Plane that is never read; it says that there is a marker image. */
const SOME_PLANE = new Uint8Array(0);

/**
 * `resolveThresholds` for cells whose pictures are not at hand: cells with marker values have a marker image.
 *
 * @param automaticMarker automatic threshold of the map's marker image, where it is known
 * @throws EngineError `usage` for options that make no sense, or whose automatic threshold is not known
 */
export function liveThresholds(
  options: PostprocessOptions,
  cells: CellList,
  automaticMarker: number | undefined,
  automaticSize: (resolution: Resolution) => number = (resolution) =>
    automaticSizeThreshold(cells, resolution),
): Thresholds {
  requireSensible(options);
  const { sizeThreshold = 'auto', markerThreshold = 'none' } = options;
  if (markerThreshold === 'auto' && cells.marker && automaticMarker === undefined)
    throw new EngineError(
      'usage',
      t('The automatic marker threshold of this map is not known. Save the result with it, or set a number.'),
    );
  return resolveThresholds(
    {
      ...options,
      sizeThreshold: sizeThreshold === 'auto' ? automaticSize(options.resolution) : sizeThreshold,
      markerThreshold: markerThreshold === 'auto' ? (automaticMarker ?? 'none') : markerThreshold,
    },
    cells,
    cells.marker ? SOME_PLANE : undefined,
  );
}

/** Automatic size thresholds of one set of cells, each computed once. */
export function automaticSizes(cells: CellList): (resolution: Resolution) => number {
  const known = new Map<Resolution, number>();
  return (resolution) => {
    const size = known.get(resolution) ?? automaticSizeThreshold(cells, resolution);
    known.set(resolution, size);
    return size;
  };
}

/** Cells of a list that a person set or excluded. */
export interface CellClasses {
  readonly indices: readonly number[];
  /** Class of each of `indices`; NOT_COUNTED for cells that a person has excluded. */
  readonly classes: readonly number[];
  /** 1 for each cell that a person set. */
  readonly corrected: Uint8Array;
}

/** Cells that the corrections mean, found once for all gates of one list. */
export function correctedClasses(
  cells: CellList,
  corrections: readonly Correction[],
  map: string,
): CellClasses {
  const gate = new Uint8Array(cells.length).fill(COUNTED_NEGATIVE);
  const corrected = applyCorrections(gate, cells, corrections, map);
  const indices: number[] = [];
  for (let i = 0; i < corrected.length; i++) if (corrected[i] === 1) indices.push(i);
  return { indices, classes: indices.map((i) => gate[i]!), corrected };
}

export interface LiveScores {
  readonly scoring: Scoring;
  readonly correctedScoring: Scoring;
}

/** Gates by thresholds into `alone`, applies the corrections to it into `gate`, and counts both. */
export function scoreLive(
  cells: CellList,
  thresholds: Thresholds,
  { indices, classes }: CellClasses,
  alone: Gate,
  gate: Gate,
): LiveScores {
  gateCells(cells, thresholds, alone);
  gate.set(alone);
  const byThresholds = scoring(alone, thresholds);
  if (indices.length === 0) return { scoring: byThresholds, correctedScoring: byThresholds };
  indices.forEach((cell, k) => {
    if (gate[cell] !== NOT_COUNTED) gate[cell] = classes[k]!;
  });
  return { scoring: byThresholds, correctedScoring: scoring(gate, thresholds) };
}
