// A verification as a table of plain text, for the command line and the editor.

import type { ComparedMap, Verification } from './plans.js';
import { percentText, type Scoring } from './scoring.js';

/** Table of a verification, with its verdict. */
export function verificationText({ pictures, maps, pluginScores, verdict }: Verification): string {
  const rows = [
    ['', 'then', 'now', ''],
    ...pictures.map(({ name, equalShare, largestDifferenceLevels }) => [
      name,
      '',
      equalShare === 1 ? 'equal' : `${sharePercent(equalShare)} % of pixels equal`,
      equalShare === 1 ? '' : `largest difference ${largestDifferenceLevels} of 255`,
    ]),
    ...maps.flatMap(rowsOfMap),
    ...pluginScores.map(({ map, title, then = '', now = '' }) => [`${map} ${title}`, then, now, '']),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${verdict}`;
}

function rowsOfMap({ name, cells, scores }: ComparedMap): readonly (readonly string[])[] {
  const { then, now, moved, changed } = cells;
  const row = (what: string, of: (scoring: Scoring) => string) => [
    `${name} ${what}`,
    of(scores.then),
    of(scores.now),
    '',
  ];
  const notes = [
    ...(moved > 0 ? [`${moved} moved`] : []),
    ...(changed > 0 ? [`${changed} changed at their place`] : []),
  ];
  return [
    [`${name} cells found`, String(then), String(now), notes.join(', ')],
    row('cells counted', ({ num_total }) => String(num_total)),
    row('positive', ({ num_pos }) => String(num_pos)),
    row('% positive', percentText),
  ];
}

/** Per cent, rounded down, so that 100 means all. */
function sharePercent(share: number): string {
  return (Math.floor(share * 100_000) / 1000).toString();
}
