// Results in words: a line beside the name in the tree, and everything that was recorded in the tooltip.

import { cellCount } from '../inference/scoreText.js';
import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { scaleInWords } from '../../engine/protocol/scale.js';
import { scaleOfRecord } from '../../engine/reading/resultRecord.js';
import { demoNote } from '../workbench/demoNote.js';
import { l10n } from '../workbench/l10n.js';
import type { ListedResult } from '../../engine/reading/listResults.js';

/**
 * "10.2 % positive · 59 cells", and if so "corrected by hand"; a model with several maps has one such share for each. A demo
 * model's says so.
 */
export function resultDescription(result: ListedResult): string {
  const { record, problem } = result;
  if (problem !== undefined) return record ? l10n.t('damaged') : l10n.t('cannot be read');
  const scores = scoresInWords(result);
  return record?.model?.demo === true ? `${scores} · ${demoNote()}` : scores;
}

function scoresInWords({ scoring, correctedMaps = [] }: ListedResult): string {
  const maps = Object.entries(scoring);
  const [first] = maps;
  if (!first) return l10n.t('no segmentation');
  const text =
    maps.length > 1
      ? maps.map(([map, one]) => `${map} ${percentText(one)} %`).join(' · ')
      : l10n.t('{0} % positive · {1}', percentText(first[1]), cellCount(first[1].num_total));
  return correctedMaps.length > 0 ? l10n.t('{0} · corrected by hand', text) : text;
}

/** Lines of what a result is and how it was made, the most wanted first; plain text. */
export function resultLines({
  folder,
  record,
  scoring,
  correctedMaps = [],
  problem,
}: ListedResult): readonly string[] {
  const lines = problem === undefined ? [] : [problem];
  for (const [map, one] of Object.entries(scoring))
    lines.push(
      scoreLine(map, one, correctedMaps.includes(map)),
      l10n.t('Thresholds: {0}', thresholdsText(one)),
    );
  if (record) {
    const { image, model, backend, tiles, createdAt } = record;
    const { path, widthPx, heightPx, mpp } = image;
    lines.push(
      mpp === undefined
        ? l10n.t('Image: {0}, {1} × {2} px', path, widthPx, heightPx)
        : l10n.t('Image: {0}, {1} × {2} px, {3} µm per pixel', path, widthPx, heightPx, mpp),
    );
    if (model) lines.push(l10n.t('Model: {0} ({1})', model.title, model.id));
    if (model?.demo === true) lines.push(demoNote());
    if (backend) lines.push(l10n.t('Backend: {0}, {1}', backend.description, backend.precision));
    if (tiles) {
      const { total, tilePx, overlapPx, empty } = tiles;
      lines.push(l10n.t('Tiles: {0} of {1} px, overlap {2} px, {3} empty', total, tilePx, overlapPx, empty));
    }
    const scale = scaleOfRecord(record);
    if (scale) lines.push(l10n.t('Magnification: {0}', scaleInWords(scale)));
    lines.push(l10n.t('Made: {0}', createdAt), ...image.notices);
  }
  return [...lines, folder];
}

function scoreLine(map: string, scoring: Scoring, isCorrected: boolean): string {
  const { num_total, num_pos, num_neg } = scoring;
  const line = l10n.t(
    '{0}: {1}, {2} positive, {3} negative ({4} % positive)',
    map,
    cellCount(num_total),
    num_pos,
    num_neg,
    percentText(scoring),
  );
  return isCorrected ? l10n.t('{0}, corrected by hand', line) : line;
}

/** "segmentation > 120, size > 40 and < 900 px, marker > 30". */
function thresholdsText({ seg_thresh, size_thresh, size_thresh_upper, marker_thresh }: Scoring): string {
  return [
    l10n.t('segmentation > {0}', seg_thresh),
    size_thresh_upper === null
      ? l10n.t('size > {0} px', size_thresh)
      : l10n.t('size > {0} and < {1} px', size_thresh, size_thresh_upper),
    ...(marker_thresh === null ? [] : [l10n.t('marker > {0}', marker_thresh)]),
  ].join(', ');
}
