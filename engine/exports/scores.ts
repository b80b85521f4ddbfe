// The numbers of a result in one JSON document: scores with interval, H-score and Allred score, thresholds, what a
// person has corrected, and checksums that say which image and model they belong to.

import { ENGINE_VERSION } from '../files/engineVersion.js';
import { allred, type AllredScore } from '../measurements/allred.js';
import { DEFAULT_CUTOFFS, hScore, intensityCounts, type IntensityCounts } from '../measurements/hScore.js';
import { percentInterval, type PercentInterval } from '../measurements/percentInterval.js';
import type { Thresholds } from '../postprocessing/thresholds.js';
import type { IntensityCutoffs, IntensityMeasurement } from '../protocol/intensity.js';
import type { ResultRecord } from '../reading/resultRecord.js';
import type { Correction } from '../protocol/correction.js';
import type { Scoring } from '../protocol/scoring.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';
import type { ScoredMap, ScoredResult } from './scoredResult.js';

export interface ScoresFile {
  readonly schemaVersion: 1;
  /** What wrote this; the engine that analysed the image is in `result`. */
  readonly engineVersion: string;
  readonly result: Pick<ResultRecord, 'engineVersion' | 'createdAt' | 'model' | 'backend' | 'tiles'> & {
    readonly name: string;
  };
  readonly image: {
    readonly name: string;
    readonly sha256: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly micrometresPerPixel: number | null;
  };
  /** By segmentation map. */
  readonly maps: Readonly<Record<string, MapScores>>;
}

export interface MapScores {
  /** Corrections applied. */
  readonly scoring: Scoring;
  /** Of the percentage of positive cells: 95 %, bootstrap over cells; null without cells. */
  readonly percentInterval: (PercentInterval & { readonly confidence: number }) | null;
  /** By what is taken as the intensity of a cell. */
  readonly intensity: Partial<Readonly<Record<IntensityMeasurement, IntensityScores>>>;
  readonly thresholds: { readonly asked: PostprocessOptions | null; readonly used: Thresholds };
  readonly corrections: {
    /** Cells whose class a person has set, and that count. */
    readonly cells: number;
    readonly scoringWithout: Scoring;
    readonly list: readonly Correction[];
  };
}

export interface IntensityScores {
  /** Optical density in hundredths; marker 0 … 255. */
  readonly cutoffs: IntensityCutoffs;
  readonly counts: IntensityCounts;
  /** null without cells. */
  readonly hScore: number | null;
  readonly allred: AllredScore;
}

const CONFIDENCE = 0.95;

export function scoresFile(result: ScoredResult): ScoresFile {
  const { engineVersion, createdAt, model, backend, tiles, image, thresholds } = result.record;
  return {
    schemaVersion: 1,
    engineVersion: ENGINE_VERSION,
    result: {
      name: result.name,
      engineVersion,
      createdAt,
      ...(model ? { model } : {}),
      ...(backend ? { backend } : {}),
      ...(tiles ? { tiles } : {}),
    },
    image: {
      name: result.imageName,
      sha256: image.sha256,
      widthPx: image.widthPx,
      heightPx: image.heightPx,
      micrometresPerPixel: result.mpp ?? null,
    },
    maps: Object.fromEntries(result.maps.map((map) => [map.name, mapScores(map, thresholds)])),
  };
}

/** Everything that is said of one map, here and in the report. */
export function mapScores(map: ScoredMap, asked: PostprocessOptions | undefined): MapScores {
  const { scoring, list } = map;
  const cutoffs = { ...DEFAULT_CUTOFFS, ...map.cutoffs };
  const interval = percentInterval(scoring.num_pos, scoring.num_total, { confidence: CONFIDENCE });
  return {
    scoring,
    percentInterval: interval ? { ...interval, confidence: CONFIDENCE } : null,
    intensity: {
      ...(list.od ? { od: intensityScores(map, list.od, cutoffs.od) } : {}),
      ...(list.marker ? { marker: intensityScores(map, list.marker, cutoffs.marker) } : {}),
    },
    thresholds: { asked: asked ?? null, used: map.thresholds },
    corrections: {
      cells: map.corrected.filter((flag, i) => flag && map.gate[i]).length,
      scoringWithout: map.uncorrected,
      list: map.corrections,
    },
  };
}

function intensityScores(
  { gate, corrected }: ScoredMap,
  values: ArrayLike<number>,
  cutoffs: IntensityCutoffs,
): IntensityScores {
  const counts = intensityCounts(gate, values, cutoffs, corrected);
  const score = hScore(counts);
  return { cutoffs, counts, hScore: Number.isNaN(score) ? null : score, allred: allred(counts) };
}
