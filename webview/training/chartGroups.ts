// Charts of a run, their series and the sections in which they are shown. Names come from seriesNames.ts, so any model can
// be drawn.

import { t } from '../ui/l10n.js';
import type { TableName } from './curveStore.js';
import { nameSeries, SECTIONS, type SectionId } from './seriesNames.js';

export interface Series {
  readonly table: TableName;
  /** Name of the column: "dapi/l1". */
  readonly name: string;
  /** Name in the chart's legend: "DAPI". */
  readonly label: string;
  /** Name that stands alone: "Generator loss (L1), DAPI". */
  readonly words: string;
}

export interface ChartGroup {
  readonly id: string;
  readonly title: string;
  readonly section: SectionId;
  readonly series: readonly Series[];
}

/** Charts of the columns of both tables, whose names come in the order in which to show them. */
export function chartGroups(steps: readonly string[], validations: readonly string[]): readonly ChartGroup[] {
  const groups = new Map<string, { title: string; section: SectionId; series: Series[] }>();
  const all = new Set([...steps, ...validations]);
  const put = (table: TableName, name: string) => {
    const { section, chart, title, label, words } = nameSeries(table, name, all);
    const group = groups.get(chart) ?? { title, section, series: [] };
    groups.set(chart, group);
    group.series.push({ table, name, label, words });
  };
  // The chart of the time of a step is the throughput.
  for (const name of steps) if (name !== 'time/step') put('steps', name);
  for (const name of validations) put('validations', name);
  return [...groups]
    .map(([id, group], i) => ({ ...group, id, i }))
    .sort((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) || a.i - b.i)
    .map(({ id, title, section, series }) => ({ id, title, section, series }));
}

export interface ChartSection {
  readonly id: SectionId | 'pinned';
  readonly title: string;
  readonly charts: readonly ChartGroup[];
}

/** Sections with charts, in the order of the page; pinned charts come first and leave their section. */
export function chartSections(
  charts: readonly ChartGroup[],
  pinned: readonly string[],
): readonly ChartSection[] {
  const atTop = pinned.flatMap((id) => charts.find((chart) => chart.id === id) ?? []);
  const others = charts.filter((chart) => !atTop.includes(chart));
  return [
    { id: 'pinned' as const, title: t('Pinned'), charts: atTop },
    ...SECTIONS.map((id) => ({
      id,
      title: SECTION_TITLES[id],
      charts: others.filter(({ section }) => section === id),
    })),
  ].filter((section) => section.charts.length > 0);
}

const SECTION_TITLES: Readonly<Record<SectionId, string>> = {
  generators: t('Losses of generators'),
  discriminators: t('Losses of discriminators'),
  segmentation: t('Losses of segmentation'),
  losses: t('Losses'),
  metrics: t('Metrics'),
  validation: t('Validation metrics'),
  'validation-losses': t('Validation losses'),
  rates: t('Learning rates'),
  system: t('Speed and memory'),
  other: t('Other series'),
};

/**
 * Filter of series by a regular expression that ignores case, or by the text itself: offered names have brackets. For an
 * invalid expression, an error message.
 */
export function seriesFilter(
  pattern: string,
): ((series: Pick<Series, 'name' | 'words'>) => boolean) | string {
  if (pattern.trim() === '') return () => true;
  try {
    const expression = new RegExp(pattern, 'i');
    const text = pattern.trim().toLowerCase();
    return ({ name, words }) =>
      expression.test(name) || expression.test(words) || words.toLowerCase().includes(text);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
