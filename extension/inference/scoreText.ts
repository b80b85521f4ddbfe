// Scores in one line, for notifications.

import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { l10n } from '../workbench/l10n.js';

/** "tile: 37 cells, 12 positive (32.4 %)"; a model with several segmentation maps has one such count for each. */
export function scoreText(name: string, scoring: Readonly<Record<string, Scoring>>): string {
  const maps = Object.entries(scoring);
  if (maps.length === 0) return l10n.t('{0}: modalities inferred, no segmentation to score', name);
  const counts = maps.map(([map, one]) => {
    const { num_total, num_pos } = one;
    return maps.length > 1
      ? l10n.t('{0} {1}, {2} positive ({3} %)', map, cellCount(num_total), num_pos, percentText(one))
      : l10n.t('{0}, {1} positive ({2} %)', cellCount(num_total), num_pos, percentText(one));
  });
  return l10n.t('{0}: {1}', name, counts.join('; '));
}

/** "1 cell", "59 cells". */
export function cellCount(cells: number): string {
  return cells === 1 ? l10n.t('1 cell') : l10n.t('{0} cells', cells);
}
