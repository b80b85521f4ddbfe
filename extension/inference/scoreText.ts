// Scores in one line, for notifications.

import type { Scoring } from '../../engine/protocol/scoring.js';

/** "tile: 37 cells, 12 positive (32.4 %)"; a model with several segmentation maps has one such count for each. */
export function scoreText(name: string, scoring: Readonly<Record<string, Scoring>>): string {
  const maps = Object.entries(scoring);
  const counts = maps.map(
    ([map, { num_total, num_pos, percent_pos }]) =>
      `${maps.length > 1 ? `${map} ` : ''}${cellCount(num_total)}, ${num_pos} positive (${percent_pos} %)`,
  );
  return `${name}: ${counts.join('; ') || 'modalities inferred, no segmentation to score'}`;
}

/** "1 cell", "59 cells". */
export function cellCount(cells: number): string {
  return `${cells} ${cells === 1 ? 'cell' : 'cells'}`;
}
