// The table of a batch for other programs: one row per image and map, under the names of scoring.json. Rows are sorted by
// the share of positive cells, highest first; failed images come last.

import { scaleInWords } from '../../engine/protocol/scale.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { CsvRow } from '../../engine/runlog/csvLines.js';
import { scaleOfRecord } from '../../engine/reading/resultRecord.js';
import { l10n } from '../workbench/l10n.js';
import type { BatchRow } from './batchRows.js';
import { goneText, secondsOf } from './shownImage.js';

const HEADS = [
  ...['image', 'map', 'num_total', 'num_pos', 'num_neg', 'percent_pos'],
  ...['seg_thresh', 'size_thresh', 'size_thresh_upper', 'marker_thresh'],
  ...['demo_model', 'tile_px', 'mpp', 'scale', 'seconds', 'notices', 'folder', 'problem'],
];

export function batchCsv(rows: readonly BatchRow[]): readonly CsvRow[] {
  const lines = rows.flatMap(linesOf);
  const sorted = lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => rank(b.line) - rank(a.line) || a.index - b.index);
  return [
    HEADS,
    ...sorted.map(({ line: { row, map, scoring: s } }) => [
      row.image,
      map,
      ...[s?.num_total, s?.num_pos, s?.num_neg, s?.percent_pos],
      ...[s?.seg_thresh, s?.size_thresh, s?.size_thresh_upper, s?.marker_thresh],
      ...analysisCells(row),
      row.folder,
      problemOf(row),
    ]),
  ];
}

function problemOf({ entry, result }: BatchRow): string | undefined {
  if (entry.state === 'waiting') return l10n.t('not analysed');
  if (entry.state === 'done' && !result) return goneText();
  return entry.problem ?? result?.problem;
}

/** Cells about the analysis; empty for an image without a result. */
function analysisCells({ result }: BatchRow): CsvRow {
  const record = result?.record;
  if (!record) return [undefined, undefined, undefined, undefined, undefined, undefined];
  const { tiles, image, model } = record;
  const scale = scaleOfRecord(record);
  return [
    model?.demo === true ? 'yes' : 'no',
    tiles?.tilePx,
    scale?.mpp ?? image.mpp,
    scale && scaleInWords(scale),
    Number(secondsOf(record).toFixed(3)),
    image.notices.join(' '),
  ];
}

interface Line {
  readonly row: BatchRow;
  readonly map?: string;
  readonly scoring?: Scoring;
}

function linesOf(row: BatchRow): readonly Line[] {
  const maps = Object.entries(row.result?.scoring ?? {});
  return maps.length > 0 ? maps.map(([map, scoring]) => ({ row, map, scoring })) : [{ row }];
}

/** An image without counted cells is below 0 %; one that was not analysed is below that. */
function rank({ row, scoring }: Line): number {
  return scoring?.percent_pos ?? (row.entry.state === 'done' ? -1 : -2);
}
