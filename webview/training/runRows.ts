// Rows of the table of runs: values and texts of its columns, the filter, the groups. Pure.

import { directionOf, isBetter } from '../../engine/runlog/runMetrics.js';
import { clockText, countText, durationText, shortText } from '../charts/numberText.js';
import type { ConfigValue, RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import type { RowGroup } from '../ui/tableRows.js';
import { statusText } from './runStatusLook.js';

/** Columns that every run has. */
export const OWN_COLUMNS = ['name', 'tags', 'status', 'step', 'epoch', 'started', 'took'] as const;

/** Value of a column ("config:plan.batchSize", "last:val/segmentation/dice"); undefined if the run has none. */
export function cellOf(run: RunHead, column: string): ConfigValue | undefined {
  switch (column) {
    case 'name':
      return run.name;
    case 'tags':
      return run.notes.tags.length === 0 ? undefined : run.notes.tags.join(', ');
    case 'status':
      return run.status;
    case 'step':
      return run.kind === 'run' || run.step > 0 ? run.step : undefined; // TensorBoard's are known once they are read
    case 'epoch':
      return run.kind === 'run' ? run.epoch : undefined; // TensorBoard knows none
    case 'started':
      return run.startedMs;
    case 'took':
      return run.startedMs === undefined || run.lastMs === undefined ? undefined : run.lastMs - run.startedMs;
  }
  const [, kind, key] = /^(config|last):(.*)$/.exec(column) ?? [];
  if (key === undefined) return undefined;
  const values = kind === 'config' ? run.config : run.last;
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Columns that any of the runs has, metrics before losses before configuration. */
export function columnsOf(runs: readonly RunHead[]): readonly string[] {
  const last = new Set(runs.flatMap((run) => Object.keys(run.last)));
  const metrics = new Set(runs.flatMap((run) => run.metrics));
  const config = new Set(runs.flatMap((run) => Object.keys(run.config)));
  const sorted = [...last].sort((a, b) => Number(metrics.has(b)) - Number(metrics.has(a)));
  return [
    ...OWN_COLUMNS,
    ...sorted.map((name) => `last:${name}`),
    ...[...config].sort().map((key) => `config:${key}`),
  ];
}

/** Configuration keys in which these runs differ. */
export function differingKeys(runs: readonly RunHead[]): readonly string[] {
  const keys = new Set(runs.flatMap((run) => Object.keys(run.config)));
  return [...keys].filter((key) => new Set(runs.map(({ config }) => config[key])).size > 1).sort();
}

/**
 * True if a run passes a filter. All words of the filter must match: each is a tag ("#baseline"), occurs in the run's name,
 * status, note or configuration ("wgangp"), or compares a column by the end of its name ("batchSize=1", "dice>0.8", "lr<=1e-4").
 */
export function matchesRun(run: RunHead, filter: string): boolean {
  return filter
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      const [, key, sign, wanted] = /^([^<>=!]+)(<=|>=|!=|=|<|>)(.+)$/.exec(word) ?? [];
      return key === undefined ? holds(run, word.toLowerCase()) : compares(run, key, sign!, wanted!);
    });
}

function holds(run: RunHead, word: string): boolean {
  if (word.startsWith('#')) return run.notes.tags.some((tag) => isTagged(tag, word));
  const { note, tags } = run.notes;
  const texts = [run.name, run.status, run.backend, run.host, note, ...tags, ...Object.values(run.config)];
  return texts.some((text) => text !== undefined && String(text).toLowerCase().includes(word));
}

/** "#new-data" finds the tag "New data". */
function isTagged(tag: string, word: string): boolean {
  return tag.toLowerCase().replaceAll(' ', '-') === word.slice(1).replaceAll(' ', '-');
}

/** The word of a filter that finds a tag. */
export function tagWord(tag: string): string {
  return `#${tag.replaceAll(' ', '-')}`;
}

function compares(run: RunHead, key: string, sign: string, wanted: string): boolean {
  const end = key.toLowerCase();
  const columns = columnsOf([run]).filter((column) => {
    const name = column.replace(/^(config|last):/, '').toLowerCase();
    return name === end || name.endsWith(`.${end}`) || name.endsWith(`/${end}`);
  });
  return columns.some((column) => {
    const value = cellOf(run, column);
    if (value === undefined || value === null) return false;
    const number = Number(wanted);
    const order =
      typeof value === 'number' && !Number.isNaN(number)
        ? value - number
        : String(value).toLowerCase().localeCompare(wanted.toLowerCase());
    if (sign === '=') return order === 0;
    if (sign === '!=') return order !== 0;
    return (sign.includes('=') && order === 0) || (sign.startsWith('<') ? order < 0 : order > 0);
  });
}

/** Groups of rows by a key of the configuration, in the order of their first rows; an empty key makes one group. */
export function groupedRuns(runs: readonly RunHead[], rows: Uint32Array, key: string): readonly RowGroup[] {
  if (key === '') return [{ title: '', rows }];
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const value = cellOf(runs[row]!, `config:${key}`);
    const title = `${key} = ${value === undefined ? t('not set') : String(value)}`;
    const known = groups.get(title);
    if (known) known.push(row);
    else groups.set(title, [row]);
  }
  return [...groups].map(([title, inside]) => ({ title, rows: inside }));
}

/** Columns until the user chooses: results, and the configuration keys in which the runs differ. */
export function firstColumns(runs: readonly RunHead[]): readonly string[] {
  const names = [...new Set(runs.flatMap(({ metrics }) => metrics))].slice(0, 3);
  const results = names.length > 0 ? names : ['total/generators'];
  return [
    ...results.map((name) => `last:${name}`),
    ...differingKeys(runs)
      .filter((key) => key !== 'name')
      .slice(0, 6)
      .map((key) => `config:${key}`),
  ];
}

const OWN_TITLES: Readonly<Record<string, string>> = {
  name: t('name'),
  tags: t('tags'),
  status: t('status'),
  step: t('step'),
  epoch: t('epoch'),
  started: t('started'),
  took: t('took'),
} satisfies Record<(typeof OWN_COLUMNS)[number], string>;

export function columnTitle(column: string): string {
  return OWN_TITLES[column] ?? column.replace(/^(config:plan\.|config:|last:val\/|last:)/, '');
}

/** Heading of a column in lists of all columns. */
export function columnGroup(column: string): string {
  if (column.startsWith('last:')) return t('Metrics and losses');
  return column.startsWith('config:') ? t('Configuration') : t('Run');
}

/** True for a column that is sorted from its greatest value first: the best metrics, the latest starts. */
export function sortsDown(column: string): boolean {
  return column === 'started' || (column.startsWith('last:') && directionOf(nameOf(column)) === 'higher');
}

function nameOf(column: string): string {
  return column.replace(/^(last|config):/, '');
}

/** The row with the best value of each column whose name says which is better; none if all values are equal. */
export function bestRows(
  runs: readonly RunHead[],
  rows: Uint32Array,
  columns: readonly string[],
): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const column of columns) {
    const direction = column.startsWith('last:') ? directionOf(nameOf(column)) : undefined;
    if (direction === undefined) continue;
    const known = [...rows].flatMap((row) => {
      const value = cellOf(runs[row]!, column);
      return typeof value === 'number' ? [{ row, value }] : [];
    });
    if (new Set(known.map(({ value }) => value)).size < 2) continue;
    best.set(column, known.reduce((a, b) => (isBetter(direction, b.value, a.value) ? b : a)).row);
  }
  return best;
}

export function cellText(run: RunHead, column: string): string {
  const value = cellOf(run, column);
  if (value === undefined) return '';
  if (value === null && column.startsWith('last:')) return 'NaN';
  if (column === 'status') return statusText(run);
  if (typeof value !== 'number') return String(value);
  if (column === 'started') return `${clockText(value, 86_400_000)} ${clockText(value, 60_000)}`;
  if (column === 'took') return durationText(value);
  return column === 'step' || column === 'epoch' ? countText(value) : shortText(value);
}

/** True if a column holds numbers, which are aligned at the right. */
export function isNumeric(column: string, runs: readonly RunHead[]): boolean {
  return runs.some((run) => typeof cellOf(run, column) === 'number');
}

/** Widths in digits: space beside the text of a cell, icon of a status, and arrow in a heading. */
const PADDING_WIDTH = 2;
const ICON_WIDTH = 3;
const ARROW_WIDTH = 2;
const MOST_WIDTH = 40;

/** Width of a column in digits: that of its longest text. */
export function columnWidth(column: string, runs: readonly RunHead[]): number {
  const texts = [columnTitle(column), ...runs.map((run) => cellText(run, column))];
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  const width = Math.max(longest + (column === 'status' ? ICON_WIDTH : 0), texts[0]!.length + ARROW_WIDTH);
  return Math.min(MOST_WIDTH, width + PADDING_WIDTH);
}
