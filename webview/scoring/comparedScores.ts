// Rows of the table that compares results: one for each segmentation map of each pane. Pure.

import { percentIntervalText } from '../../engine/measurements/percentInterval.js';
import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { scaleInBrief } from '../../engine/protocol/scale.js';
import type { Pane, SegmentationMap } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import type { MapScores } from './mapScores.js';

export interface ComparedScore {
  readonly id: string;
  /** Result, and map where results have several. */
  readonly title: string;
  readonly scoring: Scoring;
  /** True if the score contains classes set by hand. */
  readonly isCorrected: boolean;
  /** True if the score is that of sliders that were not saved. */
  readonly isUnsaved: boolean;
  readonly interval: string;
  /** Difference to the first row in percentage points; empty for the first. */
  readonly difference: string;
  readonly thresholds: string;
  readonly model: string;
  readonly magnification: string;
}

/** @param scoresOf scores on the page, which follow the sliders */
export function comparedScores(
  panes: readonly Pane[],
  scoresOf: (pane: string, map: string) => MapScores | undefined,
): readonly ComparedScore[] {
  const several = panes.some(({ maps }) => maps.length > 1);
  const all = panes.flatMap((pane) =>
    pane.maps.map((map) => ({ pane, map, scores: scoresOf(pane.id, map.name) })),
  );
  const scoringOf = ({ map, scores }: (typeof all)[number]) =>
    scores?.correctedScoring ?? map.correctedScoring ?? map.scoring;
  return all.map((row, i): ComparedScore => {
    const { pane, map, scores } = row;
    const scoring = scoringOf(row);
    return {
      id: JSON.stringify([pane.id, map.name]),
      title: several ? `${pane.title} · ${map.name}` : pane.title,
      scoring,
      isCorrected: (scores?.correctedCount ?? map.corrections.length) > 0,
      isUnsaved: scores?.unsaved === true,
      interval: percentIntervalText(scoring.num_pos, scoring.num_total),
      difference: i === 0 ? '' : differenceText(scoring, scoringOf(all[0]!)),
      thresholds: thresholdsText(scoring, map),
      model: pane.model?.title ?? t('made elsewhere'),
      magnification: magnificationText(pane, map),
    };
  });
}

/** Difference of the percentages as they are shown, so that the table adds up. */
function differenceText(scoring: Scoring, first: Scoring): string {
  if (scoring.num_total === 0 || first.num_total === 0) return '–';
  const points = Number(percentText(scoring)) - Number(percentText(first));
  const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
  return `${sign}${Math.abs(points).toFixed(1)}`;
}

/** "120 · size > 48 · marker > 30". */
function thresholdsText(scoring: Scoring, { thresholds }: SegmentationMap): string {
  const { seg_thresh, size_thresh, size_thresh_upper, marker_thresh } = scoring;
  const { odThresholdLower, odThresholdUpper } = thresholds;
  return [
    t('segmentation {0}', seg_thresh),
    t('size > {0} px', size_thresh),
    ...(size_thresh_upper === null ? [] : [t('size < {0} px', size_thresh_upper)]),
    ...(marker_thresh === null ? [] : [t('marker > {0}', marker_thresh)]),
    ...(odThresholdLower === undefined ? [] : [t('density ≥ {0}', odThresholdLower / 100)]),
    ...(odThresholdUpper === undefined ? [] : [t('density ≤ {0}', odThresholdUpper / 100)]),
  ].join(' · ');
}

/** "40x · 512 px tiles", or the magnification alone for results of versions before the scale was recorded. */
function magnificationText({ scale }: Pane, { thresholds }: SegmentationMap): string {
  return scale ? scaleInBrief(scale) : thresholds.resolution;
}
