// Results in words, for the tree: a line beside the name, and all that was recorded when the mouse rests on it.

import { cellCount } from '../inference/scoreText.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { ListedResult } from '../../engine/reading/listResults.js';

/** "10.2 % positive · 59 cells"; a model with several maps has one such share for each. */
export function resultDescription({ scoring, record, problem }: ListedResult): string {
  if (problem !== undefined) return record ? 'damaged' : 'cannot be read';
  const maps = Object.entries(scoring);
  if (maps.length === 0) return 'no segmentation';
  if (maps.length === 1) return `${maps[0]![1].percent_pos} % positive · ${cellCount(maps[0]![1].num_total)}`;
  return maps.map(([map, one]) => `${map} ${one.percent_pos} %`).join(' · ');
}

/** Lines of what a result is and how it was made, the most wanted first; plain text. */
export function resultLines(result: ListedResult): readonly string[] {
  const { folder, record, scoring, problem } = result;
  const lines = problem === undefined ? [] : [problem];
  for (const [map, one] of Object.entries(scoring))
    lines.push(
      `${map}: ${cellCount(one.num_total)}, ${one.num_pos} positive, ${one.num_neg} negative (${one.percent_pos} % positive)`,
      `Thresholds: ${thresholdsInWords(one)}`,
    );
  if (record) {
    const { image, model, backend, tiles, createdAt } = record;
    const mpp = image.mpp === undefined ? '' : `, ${image.mpp} µm per pixel`;
    lines.push(`Image: ${image.path}, ${image.widthPx} × ${image.heightPx} px${mpp}`);
    if (model) lines.push(`Model: ${model.title} (${model.id})`);
    if (backend) lines.push(`Backend: ${backend.description}, ${backend.precision}`);
    if (tiles)
      lines.push(
        `Tiles: ${tiles.total} of ${tiles.tilePx} px, overlap ${tiles.overlapPx} px, ${tiles.empty} empty`,
      );
    lines.push(`Made: ${createdAt}`, ...image.notices);
  }
  return [...lines, folder];
}

function thresholdsInWords(scoring: Scoring): string {
  const { seg_thresh, size_thresh, size_thresh_upper, marker_thresh } = scoring;
  const upper = size_thresh_upper === null ? '' : ` and < ${size_thresh_upper}`;
  const marker = marker_thresh === null ? '' : `, marker > ${marker_thresh}`;
  return `segmentation > ${seg_thresh}, size > ${size_thresh}${upper} px${marker}`;
}
