// Charts of a run and their series: totals, validation metrics of one kind, the terms of a modality, learning rates, speed,
// memory. Names are the run's own ("dapi/l1"), so any model can be drawn.

import { t } from '../ui/l10n.js';

import { SPEED_COLUMN, type TableName } from './curveStore.js';

export interface Series {
  readonly table: TableName;
  /** Name of the column: "dapi/l1". */
  readonly name: string;
  /** Name in the chart's legend: "l1". */
  readonly label: string;
}

export interface ChartGroup {
  readonly id: string;
  readonly title: string;
  readonly series: readonly Series[];
}

/** Charts of the columns of both tables, whose names come in the order in which to show them. */
export function chartGroups(steps: readonly string[], validations: readonly string[]): readonly ChartGroup[] {
  const groups = new Map<string, { title: string; order: number; series: Series[] }>();
  const put = (id: string, title: string, order: number, series: Series) => {
    const group = groups.get(id) ?? { title, order, series: [] };
    groups.set(id, group);
    group.series.push(series);
  };
  for (const name of steps) {
    if (name === 'time/step') continue; // its chart is the throughput
    const [head, ...rest] = name.split('/');
    const label = rest.join('/') || name;
    // Each total has a scale of its own.
    if (head === 'total') {
      put(name, t('Total loss · {0}', label), 0, { table: 'steps', name, label });
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
    // "val/<subject>/<metric>" goes to the chart of its metric: each metric has a scale of its own.
    const words = name.replace(/^val\//, '').split('/');
    const subject = words.length > 1 ? words[0]! : '';
    const metric = words.length > 1 ? words.slice(1).join('/') : words[0]!;
    const isLoss = subject === 'total';
    put(
      isLoss ? 'val/total' : `val/${metric}`,
      isLoss ? t('Validation · total') : t('Validation · {0}', capital(metric)),
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
  rate: ['rate', t('Learning rate'), 40],
  [SPEED_COLUMN.split('/')[0]!]: ['speed', t('Throughput'), 41],
  memory: ['memory', t('Memory (MiB)'), 42],
};

const SPELLED: Readonly<Record<string, string>> = {
  dapi: 'DAPI',
  lap2: 'LAP2β',
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

/** Filter of series by a regular expression that ignores case; for an invalid expression, an error message. */
export function seriesFilter(pattern: string): ((name: string) => boolean) | string {
  if (pattern.trim() === '') return () => true;
  try {
    const expression = new RegExp(pattern, 'i');
    return (name) => expression.test(name);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
