// The table of runs: what its columns hold, which rows a filter lets through, in which order and groups they stand.

import type { ConfigValue, RunHead } from '../messages/training.js';

/** Columns that every run has. */
export const OWN_COLUMNS = ['name', 'status', 'step', 'epoch', 'started', 'took'] as const;

/** Undefined where the run has no such thing. "config:plan.batchSize", "last:val/segmentation/dice". */
export function cellOf(run: RunHead, column: string): ConfigValue | undefined {
  switch (column) {
    case 'name':
      return run.name;
    case 'status':
      return run.status;
    case 'step':
      return run.step;
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

/** All columns that some run has, metrics before losses before configuration. */
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

/** Configuration keys in which these runs differ: what a comparison is about. */
export function differingKeys(runs: readonly RunHead[]): readonly string[] {
  const keys = new Set(runs.flatMap((run) => Object.keys(run.config)));
  return [...keys].filter((key) => new Set(runs.map(({ config }) => config[key])).size > 1).sort();
}

/**
 * Words that must all be there, anywhere in a run: in its name, its state, a configuration ("wgangp"); or comparisons
 * of a column whose name ends so: "batchSize=1", "dice>0.8", "lr<=1e-4".
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
  const texts = [run.name, run.status, run.backend, run.host, ...Object.values(run.config)];
  return texts.some((text) => text !== undefined && String(text).toLowerCase().includes(word));
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

/** Rows without a value come last, whichever way round. */
export function sortedRuns(
  runs: readonly RunHead[],
  { column, descending }: { readonly column: string; readonly descending: boolean },
): readonly RunHead[] {
  const sign = descending ? -1 : 1;
  return [...runs].sort((one, other) => {
    const [a, b] = [cellOf(one, column), cellOf(other, column)];
    const [aMissing, bMissing] = [a === undefined || a === null, b === undefined || b === null];
    if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}

export interface RunGroup {
  /** What its runs have in common. */
  readonly title: string;
  readonly runs: readonly RunHead[];
}

/** `key`: a configuration's; empty: one group. Groups stand in the order of their first runs. */
export function groupedRuns(runs: readonly RunHead[], key: string): readonly RunGroup[] {
  if (key === '') return [{ title: '', runs }];
  const groups = new Map<string, RunHead[]>();
  for (const run of runs) {
    const value = cellOf(run, `config:${key}`);
    const title = value === undefined ? 'not set' : String(value);
    groups.set(title, [...(groups.get(title) ?? []), run]);
  }
  return [...groups].map(([title, inside]) => ({ title: `${key} = ${title}`, runs: inside }));
}
