// Scores of a result as every list and panel shows them: with the classes that people have set by hand, and a mark that
// says so.

import type { Scoring } from '../protocol/scoring.js';
import { readCorrectionsFile } from './corrections.js';
import type { ResultRecord } from './resultRecord.js';
import { readScoring } from './scoring.js';

export interface ShownScores {
  /** Scores by segmentation map, corrections applied; empty if nothing was segmented. */
  readonly scoring: Readonly<Record<string, Scoring>>;
  /** Maps whose scores contain corrections. */
  readonly correctedMaps: readonly string[];
}

/** @throws EngineError `usage` if scores or corrections are damaged */
export async function readShownScores(
  folder: string,
  record: Pick<ResultRecord, 'files'>,
): Promise<ShownScores> {
  const byThresholds = await readScoring(folder, record);
  const { scoring: corrected = {} } = (await readCorrectionsFile(folder)) ?? {};
  const correctedMaps = Object.keys(byThresholds).filter(
    (map) => Object.hasOwn(corrected, map) && sameThresholds(corrected[map]!, byThresholds[map]!),
  );
  const chosen = correctedMaps.map((map) => [map, corrected[map]!] as const);
  return { scoring: { ...byThresholds, ...Object.fromEntries(chosen) }, correctedMaps };
}

/** Scores of other thresholds are outdated: the result has been scored again since. */
function sameThresholds(a: Scoring, b: Scoring): boolean {
  return (
    a.seg_thresh === b.seg_thresh &&
    a.size_thresh === b.size_thresh &&
    a.size_thresh_upper === b.size_thresh_upper &&
    a.marker_thresh === b.marker_thresh
  );
}
