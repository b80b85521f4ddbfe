// Table of the images that were analysed together: for people as Markdown, for other programs as CSV.

import { relative } from 'node:path';
import type { ImageAnalysis, InputImage } from '../../engine/protocol/requests.js';
import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { csvLines } from '../../engine/runlog/csvLines.js';
import { l10n } from '../workbench/l10n.js';

/** Outcome for one image of several. */
export type Outcome =
  | { readonly image: InputImage; readonly analysis: ImageAnalysis }
  | { readonly image: InputImage; readonly problem: string };

export interface Batch {
  /** Outcomes in the order of the analyses. */
  readonly outcomes: readonly Outcome[];
  /** Number of images that were chosen; more than outcomes where the analysis was cancelled or stopped. */
  readonly chosen: number;
  /** Absolute path of the folder that holds the table: links are relative to it. */
  readonly folder: string;
  readonly when: string;
}

/** "3 of 5 images analysed, 1 failed, 1 left out" */
export function batchInWords({ outcomes, chosen }: Pick<Batch, 'outcomes' | 'chosen'>): string {
  const failed = outcomes.filter((outcome) => 'problem' in outcome).length;
  const left = chosen - outcomes.length;
  return [
    l10n.t('{0} of {1} images analysed', outcomes.length - failed, chosen),
    ...(failed > 0 ? [l10n.t('{0} failed', failed)] : []),
    ...(left > 0 ? [l10n.t('{0} left out', left)] : []),
  ].join(', ');
}

/** Rows are sorted by the share of positive cells, highest first; failed images come last. */
export function batchMarkdown(batch: Batch): string {
  const rows = sorted(batch.outcomes);
  const severalMaps = rows.some(({ map }) => map !== undefined && map !== 'Seg');
  const texts = [l10n.t('Image'), ...(severalMaps ? [l10n.t('Map')] : [])];
  const numbers = [
    l10n.t('Positive %'),
    l10n.t('Cells'),
    l10n.t('Positive'),
    l10n.t('Negative'),
    l10n.t('Size > px'),
  ];
  const table = rows.map(({ outcome, map, scoring }) => {
    const { name } = outcome.image;
    if ('problem' in outcome) return [escaped(name), l10n.t('**failed:** {0}', escaped(outcome.problem))];
    const link = `[${escaped(name)}](${linkTo(batch.folder, outcome.analysis.folder, map)})`;
    if (!scoring) return [link, l10n.t('no segmentation')];
    const { num_total, num_pos, num_neg, size_thresh } = scoring;
    const values = [percentText(scoring), num_total, num_pos, num_neg, size_thresh].map(String);
    return [link, ...(severalMaps ? [map!] : []), ...values];
  });
  const columns = [...texts, ...numbers];
  const line = (cells: readonly string[]) => `| ${columns.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  const rule = `|${[...texts.map(() => ' --- '), ...numbers.map(() => ' ---: ')].join('|')}|`;
  return [
    `# ${l10n.t('DeepLIIF: {0}', batchInWords(batch))}`,
    '',
    l10n.t('{0}. Sorted by the share of positive cells.', escaped(batch.when)),
    '',
    line(columns),
    rule,
    ...table.map(line),
    ...notices(batch.outcomes),
    '',
  ].join('\n');
}

/** Table by RFC 4180: one row per image and map, under the names of scoring.json. */
export function batchCsv({ outcomes }: Pick<Batch, 'outcomes'>): string {
  const heads = [
    ...['image', 'map', 'num_total', 'num_pos', 'num_neg', 'percent_pos'],
    ...['seg_thresh', 'size_thresh', 'size_thresh_upper', 'marker_thresh', 'folder', 'problem'],
  ];
  const rows = sorted(outcomes).map(({ outcome, map, scoring: s }) => [
    outcome.image.path,
    map,
    ...[s?.num_total, s?.num_pos, s?.num_neg, s && percentText(s)],
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
  // An image without counted cells is below 0 %; a failed one is below that.
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
  return told.length > 0 ? ['', `## ${l10n.t('Notices')}`, '', ...told] : [];
}

/** Link to the picture with the outlines of the cells; without a map, to the record. */
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
