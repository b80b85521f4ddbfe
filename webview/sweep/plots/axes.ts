// Axes of plots: where a value lies on an axis, and how the axis and its labels look. Logarithmic dimensions lie at their
// logarithm to base 10; categories at 0, 1, 2, …

import { axisLook } from '../../charts/axisLook.js';
import type { ChartTheme } from '../../charts/chartColours.js';
import { durationText, shortText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import type { Interval } from '../selection.js';
import { endsOf, type Columns, type Dimension, type DimensionId } from '../trialColumns.js';
import type { ChartOption } from './plot.js';

/** Room beyond the ends of an axis, in parts of its length. */
const MARGIN = 0.04;

export function coordinate({ log }: Dimension, value: number): number {
  return log ? (value > 0 ? Math.log10(value) : NaN) : value;
}

export function valueAt({ log }: Dimension, place: number): number {
  return log ? 10 ** place : place;
}

/** Values between two places of an axis. A category counts if the most of its points lie between. */
export function intervalAt(dimension: Dimension, [from, to]: Interval): Interval {
  const [a, b] = [valueAt(dimension, Math.min(from, to)), valueAt(dimension, Math.max(from, to))];
  const { low, high, whole, log } = dimension;
  if (!dimension.choices && !(whole && !log)) {
    const ends = dimension.reported ? endsOf(dimension.reported) : { low, high };
    const [first, last] = [Math.max(a, ends.low), Math.min(b, ends.high)];
    return first > last ? [a, b] : [first, last];
  }
  // Points of one value are spread around it.
  const [first, last] = [Math.max(low, Math.ceil(a - 0.25)), Math.min(high, Math.floor(b + 0.25))];
  const middle = Math.round((a + b) / 2);
  return first <= last ? [first, last] : [middle, middle];
}

/** Title of a dimension in the user's language; parameters and objectives keep their names. */
export function titleOf({ id, title }: Pick<Dimension, 'id' | 'title'>): string {
  if (id === 'number') return t('Trial');
  return id === 'duration' ? t('Duration') : title;
}

export function valueText(dimension: Pick<Dimension, 'id' | 'choices' | 'whole'>, value: number): string {
  if (Number.isNaN(value)) return '–';
  if (dimension.choices) return String(dimension.choices[value] ?? '–');
  if (dimension.id === 'duration') return durationText(value * 1000);
  return dimension.whole ? String(Math.round(value)) : shortText(value);
}

/** Ends of the axis, with a margin. */
export function extentOf(dimension: Dimension): Interval {
  const { choices, low, high } = dimension;
  if (choices) return [-0.5, choices.length - 0.5];
  const [from, to] = [coordinate(dimension, low), coordinate(dimension, high)];
  const margin = MARGIN * (to - from) || Math.abs(from) * MARGIN || 0.5;
  return [from - margin, to + margin];
}

/** Label at a place of the axis; empty at its odd ends. */
function labelAt(dimension: Dimension, place: number, [from, to]: Interval): string {
  const { choices, log, whole } = dimension;
  const isEnd = place === from || place === to;
  if (choices) return Number.isInteger(place) ? shortened(String(choices[place] ?? '')) : '';
  if (isEnd) return '';
  if (whole && !log && !Number.isInteger(place)) return '';
  if (log) return powerText(Number(valueAt(dimension, place).toPrecision(2)));
  return valueText(dimension, Number(place.toPrecision(8)));
}

/** "0.001", "1e-5", "2000", "1e6". */
function powerText(value: number): string {
  return value >= 1e-3 && value < 1e6 ? String(value) : value.toExponential().replace('+', '');
}

const LONGEST_LABEL = 14;

function shortened(text: string): string {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

/** Axis of a dimension, without its name. */
export function dimensionAxis(dimension: Dimension, theme: ChartTheme): ChartOption {
  const look = axisLook(theme);
  const ends = extentOf(dimension);
  const marks = marksOf(dimension, ends);
  return {
    ...{ ...look, type: 'value', min: ends[0], max: ends[1] },
    ...(dimension.whole && !marks ? { minInterval: 1 } : {}),
    axisLabel: {
      ...(look.axisLabel as object),
      ...(marks ? { customValues: marks } : {}),
      formatter: (place: number) => labelAt(dimension, place, ends),
    },
    ...(marks ? { axisTick: { show: false, customValues: marks } } : {}),
  };
}

/** Categories that have a label each. */
const MOST_MARKS = 24;
/** Decades that have marks at 2 and 5 as well. */
const FEW_DECADES = 2.2;

/** Places of marks, where those of the library would lie at odd values; undefined: the library's. */
function marksOf({ choices, log }: Dimension, [from, to]: Interval): readonly number[] | undefined {
  if (choices) {
    const every = Math.ceil(choices.length / MOST_MARKS);
    return Array.from({ length: Math.ceil(choices.length / every) }, (_, i) => i * every);
  }
  if (!log) return undefined;
  const steps =
    to - from > FEW_DECADES ? [1] : to - from > 0.6 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const every = Math.ceil((to - from) / 6);
  const marks: number[] = [];
  for (let decade = Math.floor(from); decade <= to; decade++)
    if (decade % every === 0) marks.push(...steps.map((step) => decade + Math.log10(step)));
  return marks.filter((place) => place >= from && place <= to);
}

/** Axis of numbers that are no dimension. */
export function plainAxis(theme: ChartTheme, formatter?: (value: number) => string): ChartOption {
  const look = axisLook(theme);
  return {
    ...{ ...look, type: 'value', scale: true },
    axisLabel: { ...(look.axisLabel as object), formatter: formatter ?? shortText },
  };
}

/** Name below a horizontal axis. */
export function nameBelow(name: string): ChartOption {
  return { name, nameLocation: 'middle', nameGap: 24 };
}

/** Name above a vertical axis. */
export function nameAbove(name: string): ChartOption {
  return { name, nameLocation: 'end', nameGap: 8, nameTextStyle: { align: 'left', padding: [0, 0, 0, -36] } };
}

/** Dimension of an id, if the sweep has it. */
export function chosen(
  { dimensions }: Columns,
  id: DimensionId | undefined,
  otherwise: DimensionId,
): Dimension {
  return (id === undefined ? undefined : dimensions.get(id)) ?? dimensions.get(otherwise)!;
}

/** Room around a grid: names above and below, labels at the left. */
export const GRID = { left: 52, right: 16, top: 28, bottom: 42 } as const;
