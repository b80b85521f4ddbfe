// One table of the images that were analysed together: for people as Markdown, for other programs as CSV.

import { relative } from 'node:path';
import type { ImageAnalysis, InputImage } from '../../engine/protocol/requests.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import { csvLines } from '../../engine/runlog/csvLines.js';

/** What became of one image of several. */
export type Outcome =
  | { readonly image: InputImage; readonly analysis: ImageAnalysis }
  | { readonly image: InputImage; readonly problem: string };

export interface Batch {
  /** In the order in which they were analysed. */
  readonly outcomes: readonly Outcome[];
  /** How many images were chosen; more than outcomes when it was cancelled or stopped. */
  readonly chosen: number;
  /** Absolute path of the folder that holds the table: links are relative to it. */
  readonly folder: string;
  readonly when: string;
}

/** "3 of 5 images analysed, 1 failed, 1 left out" */
export function batchInWords({ outcomes, chosen }: Pick<Batch, 'outcomes' | 'chosen'>): string {
  const failed = outcomes.filter((outcome) => 'problem' in outcome).length;
  const left = chosen - outcomes.length;
  const parts = [
    `${outcomes.length - failed} of ${chosen} images analysed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ];
  return parts.join(', ');
}

/** The share of positive cells sorts the rows, highest first; what failed comes last. */
export function batchMarkdown(batch: Batch): string {
  const rows = sorted(batch.outcomes);
  const severalMaps = rows.some(({ map }) => map !== undefined && map !== 'Seg');
  const heads = [
    'Image',
    ...(severalMaps ? ['Map'] : []),
    'Positive %',
    'Cells',
    'Positive',
    'Negative',
    'Size > px',
  ];
  const table = rows.map(({ outcome, map, scoring }) => {
    if ('problem' in outcome) return [escaped(outcome.image.name), `**failed:** ${escaped(outcome.problem)}`];
    const link = `[${escaped(outcome.image.name)}](${linkTo(batch.folder, outcome.analysis.folder, map)})`;
    if (!scoring) return [link, 'no segmentation'];
    const { percent_pos, num_total, num_pos, num_neg, size_thresh } = scoring;
    const numbers = [percent_pos.toFixed(1), num_total, num_pos, num_neg, size_thresh].map(String);
    return [link, ...(severalMaps ? [map!] : []), ...numbers];
  });
  const line = (cells: readonly string[]) => `| ${heads.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  const rule = `|${heads.map((head) => (['Image', 'Map'].includes(head) ? ' --- ' : ' ---: ')).join('|')}|`;
  return [
    `# DeepLIIF: ${batchInWords(batch)}`,
    '',
    `${escaped(batch.when)}. Sorted by the share of positive cells.`,
    '',
    line(heads),
    rule,
    ...table.map(line),
    ...notices(batch.outcomes),
    '',
  ].join('\n');
}

/** RFC 4180, one row per image and map, under the names of scoring.json. */
export function batchCsv({ outcomes }: Pick<Batch, 'outcomes'>): string {
  const heads = [
    ...['image', 'map', 'num_total', 'num_pos', 'num_neg', 'percent_pos'],
    ...['seg_thresh', 'size_thresh', 'size_thresh_upper', 'marker_thresh', 'folder', 'problem'],
  ];
  const rows = sorted(outcomes).map(({ outcome, map, scoring: s }) => [
    outcome.image.path,
    map,
    ...[s?.num_total, s?.num_pos, s?.num_neg, s?.percent_pos],
    ...[s?.seg_thresh, s?.size_thresh, s?.size_thresh_upper, s?.marker_thresh],
    'analysis' in outcome ? outcome.analysis.folder : undefined,
    'problem' in outcome ? outcome.problem : undefined,
  ]);
  return [...csvLines([heads, ...rows])].join('');
}

interface Row {
  readonly outcome: Outcome;
  readonly map?: string;
  readonly scoring?: Scoring;
}

function sorted(outcomes: readonly Outcome[]): readonly Row[] {
  const rows = outcomes.flatMap((outcome): readonly Row[] => {
    const maps = 'analysis' in outcome ? Object.entries(outcome.analysis.scoring) : [];
    return maps.length > 0 ? maps.map(([map, scoring]) => ({ outcome, map, scoring })) : [{ outcome }];
  });
  // What has no cells counted is below 0 %; what failed is below that.
  const rank = ({ outcome, scoring }: Row) => scoring?.percent_pos ?? ('problem' in outcome ? -2 : -1);
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(b.row) - rank(a.row) || a.index - b.index)
    .map(({ row }) => row);
}

function notices(outcomes: readonly Outcome[]): readonly string[] {
  const told = outcomes.flatMap((outcome) =>
    'analysis' in outcome
      ? outcome.analysis.notices.map((notice) => `- ${escaped(outcome.image.name)}: ${escaped(notice)}`)
      : [],
  );
  return told.length > 0 ? ['', '## Notices', '', ...told] : [];
}

/** The picture with the outlines of the cells; without a map, the record. */
function linkTo(from: string, folder: string, map: string | undefined): string {
  const file = map === undefined ? 'result.json' : `${map}Overlaid.png`;
  const parts = [...relative(from, folder).split(/[\\/]/), file];
  return parts
    .map((part) => encodeURIComponent(part).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29')))
    .join('/');
}

/** File names and messages are text, whatever Markdown or HTML stands in them. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
