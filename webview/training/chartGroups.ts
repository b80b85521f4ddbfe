// Which curve belongs to which chart: totals, validation metrics of one kind, the terms of a modality, learning rates,
// speed and memory. Names are the run's own ("dapi/l1"), so any model can be drawn.

import { SPEED_COLUMN, type TableName } from './curveStore.js';

export interface Series {
  readonly table: TableName;
  /** "dapi/l1": the column. */
  readonly name: string;
  /** What the chart's legend calls it: "l1". */
  readonly label: string;
}

export interface ChartGroup {
  readonly id: string;
  readonly title: string;
  readonly series: readonly Series[];
}

/** `steps`, `validations`: names of the columns, in the order in which to show them. */
export function chartGroups(steps: readonly string[], validations: readonly string[]): readonly ChartGroup[] {
  const groups = new Map<string, { title: string; order: number; series: Series[] }>();
  const put = (id: string, title: string, order: number, series: Series) => {
    const group = groups.get(id) ?? { title, order, series: [] };
    groups.set(id, group);
    group.series.push(series);
  };
  for (const name of steps) {
    if (name === 'time/step') continue; // speed says it
    const [head, ...rest] = name.split('/');
    const label = rest.join('/') || name;
    // The two totals have scales of their own.
    if (head === 'total') {
      put(name, `Total loss · ${label}`, 0, { table: 'steps', name, label });
      continue;
    }
    const [id, title, order] = STEP_CHARTS[head!] ?? [
      head!,
      capital(head!),
      head === 'segmentation' ? 30 : 20,
    ];
    put(id, title, order, { table: 'steps', name, label });
  }
  for (const name of validations) {
    // "val/<subject>/<metric>": one chart a metric, since metrics have scales of their own.
    const words = name.replace(/^val\//, '').split('/');
    const subject = words.length > 1 ? words[0]! : '';
    const metric = words.length > 1 ? words.slice(1).join('/') : words[0]!;
    const isLoss = subject === 'total';
    put(
      isLoss ? 'val/total' : `val/${metric}`,
      isLoss ? 'Validation · total' : `Validation · ${capital(metric)}`,
      10,
      {
        table: 'validations',
        name,
        label: isLoss ? metric : subject || metric,
      },
    );
  }
  return [...groups]
    .map(([id, { title, order, series }], i) => ({ id, title, series, order, i }))
    .sort((a, b) => a.order - b.order || a.i - b.i)
    .map(({ id, title, series }) => ({ id, title, series }));
}

const STEP_CHARTS: Readonly<Record<string, readonly [id: string, title: string, order: number]>> = {
  rate: ['rate', 'Learning rate', 40],
  [SPEED_COLUMN.split('/')[0]!]: ['speed', 'Throughput', 41],
  memory: ['memory', 'Memory (MiB)', 42],
};

const SPELLED: Readonly<Record<string, string>> = {
  dapi: 'DAPI',
  lap2: 'LAP2',
  iou: 'IoU',
  aji: 'AJI',
  ssim: 'SSIM',
  mse: 'MSE',
  psnr: 'PSNR',
};

/** "dapi" → "DAPI", "segmentation" → "Segmentation". */
export function capital(word: string): string {
  return SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');
}

/** The series that a regular expression lets through, case aside; what is wrong with it where it is none. */
export function seriesFilter(pattern: string): ((name: string) => boolean) | string {
  if (pattern.trim() === '') return () => true;
  try {
    const expression = new RegExp(pattern, 'i');
    return (name) => expression.test(name);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
