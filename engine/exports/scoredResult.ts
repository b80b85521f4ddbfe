// A result folder with the data of every export: cells of every segmentation map, gated as the stored scores were,
// corrections applied.

import { basename, resolve } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { scoring } from '../postprocessing/scoring.js';
import { cellListOf, type CellRecord } from '../postprocessing/cellRecord.js';
import type { CellList } from '../postprocessing/cellColumns.js';
import { applyCorrections } from '../postprocessing/corrections.js';
import { COUNTED_POSITIVE, gateCells, NOT_COUNTED, type Gate } from '../postprocessing/gate.js';
import { usesOpticalDensity, type Thresholds } from '../postprocessing/thresholds.js';
import type { Control } from '../protocol/progress.js';
import type { CutoffsOfMap } from '../protocol/intensity.js';
import type { Correction } from '../protocol/correction.js';
import type { Scoring } from '../protocol/scoring.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';
import type { CellMeans } from '../measurements/cellMeans.js';
import { readCells } from '../reading/cells.js';
import type { PluginColumn } from '../measurements/pluginColumns.js';
import { readMeasurements } from './readMeasurements.js';
import { readCorrections } from '../reading/corrections.js';
import { mapsWithCells, readResultRecord, type ResultRecord } from '../reading/resultRecord.js';
import { readScoring } from '../reading/scoring.js';

export interface ScoredResult {
  readonly folder: string;
  readonly name: string;
  readonly record: ResultRecord;
  /** File name of the image. */
  readonly imageName: string;
  /** Micrometres per pixel, where known. */
  readonly mpp?: number;
  readonly maps: readonly ScoredMap[];
}

export interface ScoredMap {
  readonly name: string;
  readonly records: readonly CellRecord[];
  readonly list: CellList;
  /** Corrections applied. */
  readonly gate: Gate;
  /** 1 where a person has set the class. */
  readonly corrected: Uint8Array;
  /** Corrections of this map, in the order they were set. */
  readonly corrections: readonly Correction[];
  readonly thresholds: Thresholds;
  readonly scoring: Scoring;
  /** Scores of the thresholds alone. */
  readonly uncorrected: Scoring;
  /** Means of the cells in the result's pictures; absent in results of earlier versions. */
  readonly means?: CellMeans;
  /** Columns of plug-ins, as they were stored; absent if there are none. */
  readonly contributed?: readonly PluginColumn[];
  /** Cut-offs of H-score and Allred score that the user has set. */
  readonly cutoffs?: CutoffsOfMap;
}

/** Reads a result, with one map for each file of cells. Throws `usage` for a folder that is no result or is damaged. */
export async function readScoredResult(
  folder: string,
  mpp: number | undefined,
  control: Control,
): Promise<ScoredResult> {
  const record = await readResultRecord(folder);
  const files = mapsWithCells(record);
  const names = files.map(({ map }) => map);
  const scores = names.length > 0 ? await readScoring(folder, record, names) : {};
  const corrections = await readCorrections(folder);
  const maps: ScoredMap[] = [];
  for (const { map, file } of files) {
    control.report?.({ stage: 'reading cells', done: maps.length, total: files.length });
    await yieldToEventLoop(control);
    const { cells } = await readCells(folder, file, control);
    await yieldToEventLoop(control);
    const thresholds = thresholdsUsed(scores[map]!, record.thresholds);
    const measured = await readMeasurements(folder, record, map, cells.length);
    maps.push({ ...scoredMap(map, cells, thresholds, corrections), ...measured });
  }
  const known = mpp ?? record.image.mpp;
  return {
    folder,
    name: basename(resolve(folder)),
    record,
    // A record may come from Windows.
    imageName: record.image.path.split(/[/\\]/).at(-1)!,
    ...(known === undefined ? {} : { mpp: known }),
    maps,
  };
}

/** Gates and scores the cells of one map. */
export function scoredMap(
  name: string,
  records: readonly CellRecord[],
  thresholds: Thresholds,
  corrections: readonly Correction[],
): ScoredMap {
  const list = cellListOf(records);
  const gate = gateCells(list, thresholds);
  const uncorrected = scoring(gate, thresholds);
  const own = corrections.filter(({ map }) => map === name);
  const corrected = applyCorrections(gate, list, own, name);
  return {
    name,
    records,
    list,
    gate,
    corrected,
    corrections: own,
    thresholds,
    uncorrected,
    scoring: scoring(gate, thresholds),
  };
}

/** Number of cells that are positive or negative. */
export function countedCells(maps: readonly ScoredMap[]): number {
  return maps.reduce((sum, { gate }) => sum + gate.filter((entry) => entry !== NOT_COUNTED).length, 0);
}

export function isPositive({ gate }: ScoredMap, i: number): boolean {
  return gate[i] === COUNTED_POSITIVE;
}

/** Thresholds that gave the stored scores; the scores hold the numbers that automatic ones became. */
export function thresholdsUsed(scores: Scoring, asked: PostprocessOptions | undefined): Thresholds {
  const { seg_thresh, size_thresh, size_thresh_upper, marker_thresh } = scores;
  return {
    segThreshold: seg_thresh,
    sizeThreshold: size_thresh,
    ...(size_thresh_upper === null ? {} : { sizeThresholdUpper: size_thresh_upper }),
    ...(marker_thresh === null ? {} : { markerThreshold: marker_thresh }),
    ...(asked?.odThresholdLower === undefined ? {} : { odThresholdLower: asked.odThresholdLower }),
    ...(asked?.odThresholdUpper === undefined ? {} : { odThresholdUpper: asked.odThresholdUpper }),
    ...(asked?.asReference && usesOpticalDensity(asked) ? { markerThresholdMeansOd: true } : {}),
  };
}
